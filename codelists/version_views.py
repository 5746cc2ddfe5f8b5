"""The versions of a reader's list: all of them, an earlier one restored, what differs between two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from codelists import actions, comparing, shown
from codelists.actions import Refused
from codelists.models import CodeList
from codelists.views import mine, number


@login_required
@never_cache
@require_safe
def versions(request, pk):
    """All versions of one of my lists, the newest first."""
    code_list = mine(request, pk)
    start = (number(request.GET.get("page", "")) - 1) * shown.PAGE
    found = list(code_list.versions.all()[start : start + shown.PAGE + 1])
    more = len(found) > shown.PAGE
    context = {"list": code_list, "versions": found[: shown.PAGE], "page": start // shown.PAGE + 1, "more": more}
    return render(request, "codelists/versions.html", context)


@login_required
@never_cache
@require_POST
def restore(request, pk):
    """Let a list hold what an earlier version held."""
    code_list = mine(request, pk)
    asked = number(request.POST.get("version", ""), 0)
    if not 0 < asked <= code_list.version:
        raise Http404("no such version")
    try:
        made = actions.restore(code_list=code_list, by=request.user, number=asked)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        said = f"Version {asked} is restored as version {made.number}." if made else "The list is as it was then."
        messages.success(request, said)
    return redirect(code_list)


@login_required
@never_cache
@require_safe
def compare(request):
    """What differs between two versions of a list, or between two of my lists."""
    own = CodeList.objects.of(request.user)
    asked = comparing.asked(own, request.GET)
    context = {"lists": own, "asked": asked, "found": comparing.compared(asked) if asked else None}
    return render(request, "codelists/compare.html", context)
