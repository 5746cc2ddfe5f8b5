"""Putting the codes of a list in order: each move is drawn, and all of them are saved as one version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codelists import actions, ordering
from codelists.lines import lines_of
from codelists.models import Entry
from codelists.views import FORM, mine


@login_required
@never_cache
@require_http_methods(FORM)
def order(request, pk):
    """Move a code (`move` is "up cpt/64493") in the order that the form holds; on `do` save that order, or sort."""
    code_list = mine(request, pk)
    entries = {entry.key: entry for entry in Entry.objects.filter(list=code_list).standing()}
    keys = ordering.completed(ordering.keys_in(request.POST.get("order", "")), entries)
    if request.POST.get("do") in ("save", "sort"):
        return saved(request, code_list, keys)
    how, _, named = request.POST.get("move", "").partition(" ")
    key = ordering.key_of(named)
    keys = ordering.moved(keys, key, how)
    context = {
        "list": code_list,
        "lines": lines_of([entries[each] for each in keys]),
        "order": ordering.text_of(keys),
        "moved": just_moved(keys, key, how) if key in keys else None,
    }
    return render(request, "codelists/order.html", context)


def just_moved(keys, key, how):
    """Where the code came to stand, and the button of it that has the focus: the same again, where it still moves."""
    place = keys.index(key) + 1
    ends = {"top": 1, "up": 1, "down": len(keys)}
    other = "up" if how == "down" else "down"
    return {"value": key[1], "place": place, "focus": other if place == ends.get(how) else how}


def saved(request, code_list, keys):
    """Save the order of `keys`, or that of the codes themselves."""
    try:
        if request.POST["do"] == "sort":
            made = actions.sort(code_list=code_list, by=request.user)
        else:
            made = actions.arrange(code_list=code_list, by=request.user, keys=keys)
    except actions.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Saved as version {made.number}." if made else "The order is the same as before.")
    return redirect(code_list)
