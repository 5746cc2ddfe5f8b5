"""Home, the code page, browsing and the lists."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from codes import kept, lists, notation, shelf
from codes.as_of import NoDayError, day_asked
from codes.guided import url_for
from codes.labels import label_of, lines, listed_as
from codes.models import Code
from codes.page import page_for
from codes.search import near
from codes.systems import PLACES, SYSTEMS

LAST_PAGE = 20
# Of the text in a filter.
LONGEST = 100


@require_safe
def home(request):
    """The search box and the ways in."""
    return render(request, "codes/home.html", {"systems": lists.loaded_systems()})


def page_number(text, last=LAST_PAGE):
    """The page asked for, from 1 to `last`; anything else is the first."""
    number = int(text[:9]) if text.isascii() and text[:9].isdigit() else 1
    return max(min(number, last or number), 1)


@require_safe
def code_page(request, system, value):
    """One code, as of a day where `on` names one: the page, the wall, a redirect to the one address, or 404."""
    reading = request.reading
    if reading is None:
        return elsewhere(request, system, value)
    try:
        day = day_asked(request.GET.get("on", ""))
    except NoDayError:
        return no_day(request)
    origin, context = origin_of(request), {"code": reading.row, "reading": reading}
    if reading.granted:
        context["yours"] = shelf.yours(request.user, reading.row)
        context["drawn"] = kept.page_of(reading, day=day, asked=chosen(request), origin=origin)
        return render(request, "codes/code.html", context)
    context["drawn"] = kept.draw(page_for(reading.row, reading, day), day=day, origin=origin)
    context["wall"] = wall(reading, request.open_pages())
    return render(request, "codes/wall.html", context, status=403)


def chosen(request):
    """What the reader chose on an earlier page and sees on all: {"locality": "10112-00"} or nothing."""
    locality = request.session.get("locality", "") if request.reading.opens("fees") else ""
    return {"locality": locality} if locality else {}


def origin_of(request):
    """As "https://host"."""
    return f"{request.scheme}://{request.get_host()}"


def no_day(request):
    """The answer where `on` is no day of the calendar."""
    return render(request, "codes/no_day.html", {"code": request.reading.row, "today": localdate()}, status=400)


def wall(reading, open_pages):
    """What a reader with nothing left is told: {title, text, open_pages}."""
    if reading.registered:
        return {
            "title": "You have opened all your code pages",
            "text": reading.terms.used_up,
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
        return redirect(with_day(request, code), permanent=True)
    context = {"q": value, "near": lines(near(system, value)), "system": SYSTEMS[system]}
    return render(request, "404.html", context, status=404)


def canonical(system, value):
    """What another spelling names, or None: a code, or what is browsed or listed and has no page of its own."""
    reading = notation.read_in(system, value)
    wanted = reading.value if reading else value.strip().upper()
    found = Code.objects.in_system(system).filter(value=wanted).first()
    return None if found and found.url == f"/{system}/{value}/" else found


def with_day(request, code):
    """The one address of a code, with the day that was asked for."""
    on = request.GET.get("on", "")
    return f"{code.url}?{urlencode({'on': on})}" if on and "#" not in code.url else code.url


@require_safe
def system_page(request, system):
    """The short address of a system."""
    return redirect("browse-system", system)


@require_safe
def browse(request):
    """The code systems."""
    return render(request, "codes/browse.html", {"systems": lists.loaded_systems()})


@require_safe
def browse_system(request, system):
    """The chapters of a system, or whatever stands at its top."""
    if system == PLACES.key:
        return redirect("places")
    level = lists.level(system, None, page_number(request.GET.get("page", "1"), last=None))
    if not level.codes:
        raise Http404("no such release is loaded")
    rows, numbers = lists.browse_lines(level.codes)
    context = {
        "system": SYSTEMS[system],
        "level": level,
        "rows": rows,
        "numbers": numbers,
        "releases": lists.releases_of(system),
        "title": SYSTEMS[system].label,
    }
    return render(request, "codes/browse_list.html", context)


@require_safe
def browse_below(request, system, value):
    """What stands below a chapter, section or heading; a code has its own page, modifiers and places their list."""
    above = get_object_or_404(Code.objects.in_system(system), value=value)
    level = lists.level(system, above, page_number(request.GET.get("page", "1"), last=None))
    if not level.codes and above.kind not in (Code.Kind.CHAPTER, Code.Kind.SECTION, Code.Kind.HEADING):
        return redirect(above)
    rows, numbers = lists.browse_lines(level.codes)
    context = {
        "system": SYSTEMS[system],
        "above": above,
        "above_title": listed_as(above),
        "choose": url_for(above),
        "level": level,
        "rows": rows,
        "numbers": numbers,
        "crumbs": lists.browse_crumbs(above),
        "title": label_of(above),
    }
    return render(request, "codes/browse_list.html", context)


@require_safe
def modifiers(request):
    """The modifiers of all systems."""
    return listing(request, "codes/modifiers.html", lists.modifiers)


@require_safe
def places(request):
    """The places of service."""
    return listing(request, "codes/places.html", lists.places)


def listing(request, template, groups):
    """A list with its filter; free and never counted."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    crumbs = [{"label": "Browse", "url": "/browse/"}]
    return render(request, template, {"groups": groups(text), "q": text, "crumbs": crumbs})
