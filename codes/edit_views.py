"""All NCCI edits of a code: a page to filter them, and the same as a file; for readers who may see them."""

import csv
import io
from itertools import chain, islice

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from codes import edits, kept
from codes.page import Page
from codes.section_views import of_a_section
from codes.sections.edits import has_edits, told_of
from codes.views import origin_of, with_day

COLUMNS = ["code", "column", "other_code", "setting", "effective", "deletion", "modifier_indicator"]
ROWS_AT_ONCE = 1000


@of_a_section("edits")
def edits_page(request, subject):
    """The edits that a reader asks for, a page at a time; for htmx the list alone."""
    asked = asked_of(request, subject)
    found = edits.read(subject.code.value, subject.day, asked)
    context = {"code": subject.today, "day": subject.day, "asked": asked, "found": found}
    context |= {"number": found.number_of(asked), "told": told_of(found, subject.day)}
    if request.headers.get("HX-Request"):
        response = render(request, "codes/_edits_found.html", context)
    else:
        response = render(request, "codes/edits.html", context | framed(request, subject))
    patch_vary_headers(response, ["HX-Request"])
    return response


def asked_of(request, subject):
    """What is asked of the edits; of other systems' codes there are none."""
    if not has_edits(subject.code):
        raise Http404("NCCI edits are of CPT and HCPCS codes")
    return edits.Asked.of(request.GET)


def framed(request, subject):
    """What stands around the list: the head, the place and the meter, as on the code page."""
    page = Page(code=subject.code, place=subject.place, walled=False, as_of=subject.as_of)
    day = subject.day if request.GET.get("on") else None
    return {
        "drawn": kept.draw(page, day=day, origin=origin_of(request)),
        "reading": request.reading,
        "back": with_day(request, subject.today),
        "choices": CHOICES,
    }


CHOICES = {
    "setting": [("practitioner", "Practitioners"), ("hospital", "Outpatient hospitals")],
    "column": [("both", "Either column"), ("one", "Column one"), ("two", "Column two")],
    "state": [("in-force", "In force"), ("ended", "Ended"), ("all", "All")],
}


@of_a_section("edits")
def edits_csv(request, subject):
    """Numbers, dates and indicators of all edits asked for, read and sent piece by piece."""
    asked = asked_of(request, subject)
    rows = csv_rows(subject.code.value, asked, edits.lines(subject.code.value, subject.day, asked))
    response = StreamingHttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{subject.code.value}-edits.csv"'
    return response


def csv_rows(value, asked, lines):
    """One line for each edit, as CMS prints it but for the order of the columns."""
    for column, other, effective, deletion, indicator in lines:
        yield [value, column, other, asked.setting, effective, deletion or "", indicator]


def csv_text(rows):
    """The file in pieces of many lines."""
    rows = chain([COLUMNS], rows)
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows(piece)
        yield text.getvalue()
