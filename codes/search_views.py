"""Searching: the page, what is suggested while somebody types, the results as a file. Free, never counted or logged."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from codes import suggestions
from codes.search import find
from codes.search_history import remember
from codes.search_page import results
from codes.search_page.asked import Asked
from codes.search_page.reading import reading_of
from codes.systems import SYSTEMS
from codes.texts_csv import guarded

# What is typed is soon typed again: the browser keeps the suggestions, in seconds.
KEPT = 60


@require_safe
@vary_on_headers("HX-Request")
def search(request):
    """An exact code leads straight to its page; anything else to a list."""
    asked = Asked.of(request.GET)
    context = {"asked": asked, "q": asked.text, "systems": SYSTEMS.values()}
    if asked.faults:
        return render(request, "codes/search.html", context, status=400)
    found = find(asked.text, filters=asked.filters, after=asked.after)
    remember_search(request, asked)
    if found.exact:
        return redirect(results.on_the_day(asked, found.exact.url))
    context |= {
        "found": found,
        "reading": reading_of(asked, found),
        "number": results.how_many(asked, found),
        "results": results.result_lines(asked, found),
        "most_rows": results.MOST_ROWS,
        "next": asked.address(after=found.after) if found.after else "",
    }
    whole = "codes/_search_found.html" if request.headers.get("HX-Request") else "codes/search.html"
    return render(request, whole, context)


def remember_search(request, asked):
    """Note a signed-in reader's search: not its further pages, and not what a browser loads unasked."""
    unasked = request.method != "GET" or "Sec-Purpose" in request.headers
    if asked.text and not asked.after and not unasked:
        remember(user=request.user, text=asked.text, system=asked.filters.system)


@require_safe
def suggest(request):
    """The list under the box, as a fragment: codes for what is typed, or a reader's newest searches."""
    asked = Asked.of(request.GET)
    if asked.faults:
        return HttpResponse(status=400)
    if asked.text:
        context = {"asked": asked, "suggested": suggestions.suggested(asked)}
    else:
        context = {"asked": asked, "recent": suggestions.recent(request.user)}
    response = render(request, "codes/_suggestions.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, **({"max_age": KEPT} if asked.text else {"no_store": True}))
    return response


@require_safe
def results_csv(request):
    """The first results as a file; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    asked = Asked.of(request.GET)
    if asked.faults:
        faults = "\n".join(asked.faults.values())
        return HttpResponse(faults, status=400, content_type="text/plain; charset=utf-8")
    found = find(asked.text, filters=asked.filters, number=results.MOST_ROWS)
    text = io.StringIO()
    rows = ([guarded(cell) for cell in row] for row in results.rows(found))
    csv.writer(text).writerows([results.COLUMNS, *rows])
    headers = {"Content-Disposition": 'attachment; filename="codes.csv"', "X-Robots-Tag": "noindex"}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
