"""Pages of single sections of what is published about a code: fees of a locality, all crosswalks, all coverage."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from codes import kept
from codes.fact_queries import EVERY, facts_of
from codes.page import Page
from codes.section_views import of_a_section
from codes.sections import crosswalks, fees, payers
from codes.views import chosen, origin_of, with_day

LOCALITY = "locality"


@of_a_section("fees")
def fees_page(request, subject):
    """The fee schedule in a locality; to htmx the amounts alone. The choice is kept for all code pages."""
    asked = request.GET.get(LOCALITY)
    section = fees.draw(replace(subject, asked=chosen(request) if asked is None else {LOCALITY: asked}))
    if section is None:
        raise Http404("no fee schedule names this code")
    remember(request.session, asked, section.content.place)
    if request.headers.get("HX-Request"):
        answer = render(request, "codes/sections/_fee_answer.html", {"content": section.content})
    else:
        answer = one_section(request, subject, section)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@of_a_section("crosswalks")
def crosswalks_page(request, subject):
    """All mappings of a code, of which its page shows the first."""
    code = subject.today
    found = facts_of(code, subject.day, most=EVERY).crosswalks
    return one_section(request, subject, crosswalks.section(found, code))


@of_a_section("payers")
def coverage_page(request, subject):
    """All coverage documents that name a code, of which its page shows the first."""
    found = facts_of(subject.today, subject.day, most=EVERY).coverage
    return one_section(request, subject, payers.section(found, subject))


def one_section(request, subject, section):
    """The page of one section under the head of its code; 404 where there is nothing to say."""
    if section is None:
        raise Http404("there is no such section")
    page = Page(subject.code, subject.place, walled=False, as_of=subject.as_of, sections=[section])
    day = subject.day if request.GET.get("on") else None
    context = {
        "drawn": kept.draw(page, day=day, origin=origin_of(request)),
        "code": subject.today,
        "reading": request.reading,
        "back": with_day(request, subject.today),
    }
    return render(request, "codes/one_section.html", context)


def remember(session, asked, place):
    """Keep the locality that was chosen, and forget it where the national amounts were; written only where it differs.

    One that is not there changes nothing.
    """
    if asked == "" and LOCALITY in session:
        del session[LOCALITY]
    elif asked and place and session.get(LOCALITY) != place.key:
        session[LOCALITY] = place.key
