"""A reader's own searches: the list, its switch, deleting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codes import search_history
from codes.search_history import forget, switch
from codes.views import page_number


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request):
    """What I searched for; on POST switch it on or off, or delete one (`delete` is its number) or all."""
    if request.method == "POST":
        messages.success(request, done(request.user, request.POST))
        return redirect("my-searches")
    number = page_number(request.GET.get("page", "1"), last=None)
    context = {"searched": search_history.page(request.user, number), "on": search_history.is_on(request.user)}
    return render(request, "codes/searches.html", context | {"kept": search_history.KEPT})


def done(user, asked):
    """Do what one of the page's forms asks for; returns what the reader is told of it."""
    if asked.get("remember") in ("yes", "no"):
        switch(user=user, on=asked["remember"] == "yes")
        return "Searches are remembered from now on." if asked["remember"] == "yes" else "Searches are not remembered."
    one = asked.get("delete", "")
    if one == "all":
        forget(user=user)
        return "All remembered searches are deleted."
    if one.isascii() and one.isdigit():
        forget(user=user, pk=int(one[:18]))
        return "The search is deleted."
    return "Nothing was changed."
