"""Reporting a mistake on a code page: open to everybody, shows no locked text, takes no view."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from codes.labels import listed_as
from codes.models import Code
from discussion import actions, fences
from discussion.forms import MistakeForm
from discussion.letters import home_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request, system, value):
    """The form; on POST the report goes to the editors."""
    code = get_object_or_404(Code.objects.with_pages(), system=system, value=value)
    form = MistakeForm(request.POST or None, reporter=request.user)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, code, form, 400 if form.errors else 200)
    told = {name: given for name, given in form.cleaned_data.items() if name not in ("website", "opened")}
    try:
        fences.count(request, "mistake")
    except fences.TooOften:
        form.add_error(None, fences.TOO_OFTEN)
        return form_page(request, code, form, 429)
    actions.report_mistake(code=code, reporter=request.user, home=home_of(request), **told)
    return redirect("mistake-thanks", system, value)


def form_page(request, code, form, status):
    context = {"code": code, "title": listed_as(code), "form": form}
    return render(request, "discussion/mistake.html", context, status=status)


@require_safe
def thanks(request, system, value):
    """What happens now."""
    code = get_object_or_404(Code.objects.with_pages(), system=system, value=value)
    return render(request, "discussion/mistake_thanks.html", {"code": code})
