"""Home, search, browse and the code page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from codes import notation, structured
from codes.context import newest as newest_releases
from codes.models import Code
from codes.page import label_of, lines, page_for
from codes.search import find, near
from codes.systems import SYSTEMS

LAST_PAGE = 20


@require_safe
def home(request):
    """The search box and the ways in."""
    return render(request, "codes/home.html", {"systems": loaded_systems()})


@require_safe
def search(request):
    """An exact code leads straight to its page; anything else to a list."""
    text = request.GET.get("q", "")
    page = page_number(request.GET.get("page", "1"))
    answer = find(text, page=page)
    if answer.exact:
        return redirect(answer.exact)
    context = {"q": text.strip(), "found": answer, "results": lines(answer.codes), "page": page}
    return render(request, "codes/search.html", context)


def page_number(text):
    """The page asked for, from 1 to LAST_PAGE; anything else is the first."""
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and int(text[:9]) else 1


@require_safe
def code_page(request, system, value):
    """One code: the page, the wall, a redirect to the one address, or 404 with near codes."""
    reading = request.reading
    if reading is None:
        return elsewhere(request, system, value)
    page = page_for(reading.row, reading)
    context = {"page": page, "code": page.code, "reading": reading, "structured": structured.data(page)}
    if page.walled:
        context["wall"] = wall(reading, request.open_pages())
        return render(request, "codes/wall.html", context, status=403)
    return render(request, "codes/code.html", context)


def wall(reading, open_pages):
    """What a reader with nothing left is told: {title, text, open_pages}."""
    if reading.registered:
        return {
            "title": "You have opened all your code pages",
            "text": f"A free account opens {reading.limit} code pages, and yours are all used. They stay open to you.",
            "open_pages": open_pages,
            "more": True,
        }
    if reading.fenced:
        return {
            "title": "The free pages of your network are used up for today",
            "text": "Many guests came from your network today. A free account opens code pages at once.",
        }
    return {"title": "You have opened your free page", "text": reading.banner, "open_pages": open_pages}


def elsewhere(request, system, value):
    """Where a spelling that is no page of ours leads."""
    code = canonical(system, value)
    if code:
        return redirect(code, permanent=True)
    context = {"q": value, "near": lines(near(system, value)), "system": SYSTEMS[system]}
    return render(request, "404.html", context, status=404)


def canonical(system, value):
    """The code that another spelling of it names, or None."""
    reading = notation.read_in(system, value)
    wanted = reading.value if reading else value.strip().upper()
    if wanted == value and reading is None:
        return None
    return Code.objects.in_system(system).filter(value=wanted).exclude(value=value).first()


@require_safe
def system_page(request, system):
    """The short address of a system."""
    return redirect("browse-system", system)


@require_safe
def browse(request):
    """The code systems."""
    return render(request, "codes/browse.html", {"systems": loaded_systems()})


def loaded_systems():
    """The systems of which a release is loaded: {label, title, url, release}."""
    return [
        {"label": s.label, "title": s.title, "url": f"/browse/{s.key}/", "release": release["label"]}
        for release in newest_releases()
        for s in [SYSTEMS[release["system"]]]
    ]


@require_safe
def browse_system(request, system):
    """The chapters of a system, or whatever stands at its top."""
    rows = list(Code.objects.in_system(system).filter(parent=None).order_by("position").listed())
    if not rows:
        raise Http404("no such release is loaded")
    context = {"system": SYSTEMS[system], "rows": browse_lines(rows), "title": SYSTEMS[system].label}
    return render(request, "codes/browse_list.html", context)


@require_safe
def browse_below(request, system, value):
    """What stands below a chapter, section or heading; a code has its own page."""
    above = get_object_or_404(Code.objects.in_system(system), value=value)
    rows = list(above.children.order_by("position").listed())
    if not rows and above.kind == Code.Kind.CODE:
        return redirect(above)
    context = {
        "system": SYSTEMS[system],
        "above": above,
        "rows": browse_lines(rows),
        "crumbs": browse_crumbs(above),
        "title": label_of(above),
    }
    return render(request, "codes/browse_list.html", context)


def browse_lines(codes):
    """Lines that lead on downwards; a heading or code also leads to its page."""
    below = [f"/browse/{code.system}/{code.value}/" if code.kind == Code.Kind.HEADING else "" for code in codes]
    return [line | {"below": url} for line, url in zip(lines(codes, with_system=False), below, strict=True)]


def browse_crumbs(code):
    """The way from the system down to `code`, itself left out."""
    ancestors = Code.objects.ancestors_of(code)
    system = {"label": code.get_system_display(), "url": f"/browse/{code.system}/"}
    return [system] + [
        {"label": label_of(a), "url": f"/browse/{a.system}/{a.value}/", "title": a.described_as} for a in ancestors
    ]
