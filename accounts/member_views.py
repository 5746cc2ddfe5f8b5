"""Asking for more views, taking a seat, and the page of an organisation's manager."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import member_actions, plans, seat_actions
from accounts.letters import home_of, named_by
from accounts.member_actions import Refused
from accounts.member_forms import MoreViewsForm, OfferForm
from accounts.models import MoreViews, Organisation, Seat


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def more_views(request):
    """Ask for more views, or see what became of it; a guest is led to register or to log in."""
    if not request.user.is_authenticated:
        return render(request, "account/more_views_guest.html", {"free": plans.registered()})
    if request.method == "POST" and "withdraw" in request.POST:
        member_actions.withdraw(user=request.user)
        return redirect("more-views")
    form = MoreViewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and asked(request, form):
        messages.success(request, "Thank you. We answer by letter, and on this page.")
        return redirect("more-views")
    last = MoreViews.objects.filter(user=request.user).exclude(state=MoreViews.State.WITHDRAWN)
    context = {"form": form, "last": last.select_related("grant__plan").first(), "terms": plans.terms_of(request.user)}
    return render(request, "account/more_views.html", context, status=400 if form.errors else 200)


def asked(request, form):
    """Keep the request; whether that was done. Why not stands above the form."""
    try:
        member_actions.ask(user=request.user, **form.cleaned_data)
    except Refused as reason:
        form.add_error(None, str(reason))
    return form.is_valid()


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request, pk):
    """The seats of an organisation, for its manager: who has one, offer one, take one back."""
    mine = get_object_or_404(Organisation, pk=pk, manager=request.user)
    if request.method == "POST" and "take_back" in request.POST:
        return took_back(request, mine)
    form = OfferForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and offered(request, mine, form):
        messages.success(request, "The letter is on its way.")
        return redirect("organisation", pk)
    context = {"organisation": mine, "form": form, "seats": mine.given.all(), "grants": mine.grants.today()}
    return render(request, "account/organisation.html", context, status=400 if form.errors else 200)


def offered(request, mine, form):
    """Send the letter; whether that was done."""
    email = form.cleaned_data["email"]
    try:
        seat_actions.offer(organisation=mine, email=email, by=request.user, home=home_of(request))
    except Refused as reason:
        form.add_error(None, str(reason))
    return form.is_valid()


def took_back(request, mine):
    key = request.POST["take_back"][:18]
    seat = mine.given.filter(pk=key if key.isascii() and key.isdigit() else None).first()
    if seat:
        seat_actions.take_back(seat=seat, by=request.user)
        messages.success(request, f"The seat of {seat.email} is free again.")
    return redirect("organisation", mine.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request, token):
    """Take the seat that a letter offers, with the account that is signed in."""
    key, email = named_by(token) or (None, "")
    found = Seat.objects.select_related("organisation").filter(pk=key, email=email, user=None).first()
    if found is None:
        return render(request, "account/seat.html", status=404)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            seat_actions.take(seat=found, user=request.user)
        except Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"You have a seat of {found.organisation}.")
        return redirect("account_home")
    context = {"seat": found, "grants": found.organisation.grants.today()}
    return render(request, "account/seat.html", context)
