"""A reader's own pages: what is left, what stays open, my data, close my account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, known_browsers, meter, plans


@login_required
@never_cache
@require_safe
def home(request):
    """Views left and the pages that are open to me."""
    terms = plans.terms_of(request.user)
    limit, used, pages = meter.standing(request.user, terms)
    reader = f"user:{request.user.pk}"
    reading = meter.Reading(row=None, granted=True, limit=limit, used=used, reader=reader, terms=terms)
    context = {"reading": reading, "pages": pages, "terms": terms, "managed": request.user.organisations.all()}
    return render(request, "account/home.html", context)


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request):
    """Say what closing deletes; on POST delete it."""
    if request.method != "POST":
        return render(request, "account/close.html")
    user = request.user
    response = redirect("home")
    known_browsers.forget(request, response, user)
    logout(request)
    actions.close_account(user=user)
    messages.success(request, "Your account is closed and its data is deleted.")
    return response


@login_required
@reauthentication_required
@never_cache
@require_safe
def data(request):
    """Everything stored about me, as a JSON file."""
    response = JsonResponse(actions.everything_about(request.user), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="codeahead-my-data.json"'
    return response
