"""The page of a guided choice: free, never counted, and the same for everybody."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from codes import notation
from codes.guided.questions import choice_of
from codes.guided.reads import GUIDED, axes_of, category_of, url_for
from codes.guided.words import REMARK, is_unspecified
from codes.labels import label_of, lines, listed_as
from codes.models import Code
from codes.search import near
from codes.systems import ICD10PCS, SYSTEMS

# So many of the codes that are left are listed; nobody reads more.
LISTED = 50


@require_safe
def choose(request, system, value):
    """What is to be answered to choose a code below `value`, or the code, once one is left."""
    category = category_of(system, value) if system in GUIDED else None
    if category is None:
        return elsewhere(request, system, value)
    axes = axes_of(value[:3]) if system == ICD10PCS.key else []
    choice = choice_of(category, axes, request.GET)
    if not choice.leaves:
        return nothing_below(request, category.top.code)
    listed = [leaf.code.code for leaf in choice.remaining[:LISTED]]
    context = {
        "system": SYSTEMS[system],
        "top": category.top.code,
        "crumbs": crumbs_of(category),
        "choice": choice,
        "rows": lines(listed, with_system=False),
        "more": len(choice.remaining) - len(listed),
        "remark": REMARK,
        "unspecified": choice.found and is_unspecified(choice.found.line),
    }
    return render(request, "codes/guided.html", context)


def crumbs_of(category):
    """The way from the system down to the category; a heading on it is a choice of its own."""
    system = {"label": SYSTEMS[category.top.system].label, "url": f"/browse/{category.top.system}/"}
    above = [line.code for line in category.above]
    return [system] + [{"label": label_of(a), "url": url_for(a) or a.url, "title": listed_as(a)} for a in above]


def elsewhere(request, system, value):
    """Where another spelling leads, or what has no choice below it."""
    code = named(system, value)
    if code is None:
        context = {"q": value, "near": lines(near(system, value)), "system": SYSTEMS[system]}
        return render(request, "404.html", context, status=404)
    if code.kind in (Code.Kind.CHAPTER, Code.Kind.SECTION):
        return redirect(code)
    if system in GUIDED and code.value != value:
        query = request.META.get("QUERY_STRING", "")
        return redirect(reverse("choose", args=[system, code.value]) + (query and f"?{query}"), permanent=True)
    return nothing_below(request, code)


def named(system, value):
    """The code, heading, section or chapter that `value` names in another spelling, or None."""
    typed, reading = value.strip().upper(), notation.read_in(system, value)
    wanted = [typed, reading.value] if reading else [typed]
    found = {code.value: code for code in Code.objects.in_system(system).filter(value__in=wanted).listed()}
    return next((found[each] for each in wanted if each in found), None)


def nothing_below(request, code):
    """The answer where there is no code to choose: deleted, of another system."""
    return render(request, "codes/guided_none.html", {"code": code, "line": lines([code])}, status=404)
