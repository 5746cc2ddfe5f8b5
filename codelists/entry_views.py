"""From the page of a code into a list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codelists import actions
from codelists.forms import EntryForm
from codelists.lines import LISTED
from codelists.views import FORM
from codes.models import Code


@login_required
@never_cache
@require_http_methods(FORM)
def add(request, system, value):
    """Put one code into one of my lists or into a new one; it need not be open to me."""
    code = get_object_or_404(Code.objects.listed(), system=system, value=value, kind__in=LISTED)
    form = EntryForm(request.POST if request.method == "POST" else None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return added(request, code, form.cleaned_data)
        except actions.Refused as reason:
            form.add_error(None, str(reason))
    return render(request, "codelists/add.html", {"code": code, "form": form}, status=400 if form.errors else 200)


def added(request, code, asked):
    entries = {(code.system, code.value): asked["note"]}
    code_list = asked["list"]
    if code_list is None:
        code_list = actions.create(owner=request.user, name=asked["name"], entries=entries)
    else:
        actions.add(code_list=code_list, by=request.user, entries=entries, what=f"{code.value} added")
    messages.success(request, f"{code} stands in your list “{code_list.name}”.")
    return redirect(code)
