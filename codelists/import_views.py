"""Putting many codes into a list: what was pasted is looked over first, then saved as one version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from codelists import actions, policy, reading
from codelists.forms import REPLACE, ImportForm
from codelists.views import FORM, mine
from codes.sections.parts import plural


@login_required
@never_cache
@require_http_methods(FORM)
def bring(request, pk):
    """Read what was pasted or sent as a file and say of each line what it is; on `do=save` put the codes in.

    The text stands in the form again, so that it can be mended and sent; nothing is kept before it is saved.
    """
    code_list = mine(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, read = ImportForm(*sent), None
    if request.method == "POST" and form.is_valid():
        try:
            read = reading.read(form.cleaned_data["codes"])
            if request.POST.get("do") == "save" and read.entries:
                return saved(request, code_list, read, form.cleaned_data["how"])
        except (reading.Unreadable, actions.Refused) as reason:
            form.add_error(None, str(reason))
        form.data = form.data.copy()
        form.data["text"] = form.cleaned_data["codes"][: policy.LONGEST_IMPORT]
    context = {"list": code_list, "form": form, "read": read, "policy": policy}
    return render(request, "codelists/import.html", context, status=400 if form.errors else 200)


def saved(request, code_list, read, how):
    put = actions.replace if how == REPLACE else actions.add
    made = put(code_list=code_list, by=request.user, entries=read.entries, what="Imported")
    left = f" {plural(read.left_out, 'line')} left out." if read.left_out else ""
    words = f"Saved as version {made.number}." if made else "The list holds these codes already."
    messages.success(request, words + left)
    return redirect(code_list)
