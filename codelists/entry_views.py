"""From the page of a code, or from where it was found, into a list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codelists import actions
from codelists.forms import EntryForm
from codelists.lines import LISTED
from codelists.views import FORM
from codes.labels import listed_as
from codes.models import Code
from codes.way_back import way_back


@login_required
@never_cache
@require_http_methods(FORM)
def add(request, system, value):
    """Put one code into one of my lists or into a new one, and go back to `next`; the code need not be open to me."""
    code = get_object_or_404(Code.objects.listed(), system=system, value=value, kind__in=LISTED)
    back = way_back(request) or code.url
    form = EntryForm(request.POST if request.method == "POST" else None, owner=request.user, code=code)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, added(request.user, code, form.cleaned_data))
            return redirect(back)
        except actions.Refused as reason:
            form.add_error(None, str(reason))
    context = {"code": code, "title": listed_as(code), "form": form, "back": back}
    return render(request, "codelists/add.html", context, status=400 if form.errors else 200)


def added(user, code, asked):
    """Put the code where the form says; returns what the reader is told of it."""
    entries, code_list = {(code.system, code.value): asked["note"]}, asked["list"]
    if code_list is None:
        actions.create(owner=user, name=asked["name"], entries=entries)
        return f"{code} stands in your list “{asked['name']}”."
    made = actions.add(code_list=code_list, by=user, entries=entries, what=f"{code.value} added")
    if made is None:
        return f"{code} stands in your list “{code_list}” already."
    if made.changed:
        return f"{code} stands in your list “{code_list}” already; its note is changed."
    return f"{code} stands in your list “{code_list}”."
