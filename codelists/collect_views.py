"""From a page that found several codes into a list."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codelists import actions, policy, reading
from codelists.forms import CollectForm
from codelists.lines import codes_of
from codelists.views import FORM
from codes.labels import lines
from codes.sections.parts import plural

# Where codes wait in the session while a guest logs in.
WAITING = "codes for a list"


@never_cache
@require_http_methods(FORM)
def collect(request):
    """Put several codes into one of my lists or a new one: `codes` in lines of system and value.

    The codes of a guest wait in the session, and nothing else that was sent, until somebody is logged in.
    """
    codes = request.POST.get("codes", request.session.get(WAITING, ""))[: policy.LONGEST_COLLECTED]
    if not request.user.is_authenticated:
        request.session[WAITING] = codes
        return redirect_to_login(request.path)
    try:
        entries = reading.read(codes).entries
    except reading.Unreadable:
        entries = {}
    if entries:
        return collected(request, codes, entries)
    messages.info(request, "There are no codes to be put into a list.")
    return redirect("lists")


def collected(request, codes, entries):
    """Put the entries where the form says, or ask where; what cannot be is said in it."""
    initial = {"name": f"Codes of {date_format(localdate())}"}
    form = CollectForm(request.POST if "list" in request.POST else None, owner=request.user, initial=initial)
    if form.is_valid():
        try:
            code_list = put(request.user, entries, form.cleaned_data)
        except actions.Refused as reason:
            form.add_error(None, str(reason))
        else:
            request.session.pop(WAITING, None)
            messages.success(request, f"{plural(len(entries), 'code')} put into your list “{code_list.name}”.")
            return redirect(code_list)
    loaded = codes_of(entries)
    context = {"form": form, "codes": codes, "lines": lines([loaded[key] for key in entries if key in loaded])}
    return render(request, "codelists/collect.html", context, status=400 if form.errors else 200)


def put(owner, entries, asked):
    """The list with these entries: one of the owner's, or a new one of the name asked for. Raises actions.Refused."""
    code_list = asked["list"]
    if code_list is None:
        return actions.create(owner=owner, name=asked["name"], entries=entries)
    actions.add(code_list=code_list, by=owner, entries=entries, what=f"{plural(len(entries), 'code')} added")
    return code_list
