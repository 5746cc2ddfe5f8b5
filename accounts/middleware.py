"""The meter at the edge: pages marked `metered` in a urls.py are taken before they are drawn."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.db.models.expressions import BaseExpression
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from accounts import daily, meter
from accounts.crawlers import is_search_engine


def metered(view, *, rows, page):
    """Mark a view: its page is the one row of `rows(**kwargs)`, known to the ledger as `page.format(**kwargs)`.

    `request.reading` is then a Reading, or None where there is no such row (the view answers 404).
    """
    return marked(view, OnePage(rows, page))


def metered_many(view, *, rows, pages):
    """Mark a view that shows several pages: the rows of `rows(**kwargs)` in their order, each known to the ledger by
    the expression `pages`.

    `request.readings` is then a list of Readings, empty where there are no rows. All views are taken in one statement.
    """
    return marked(view, ManyPages(rows, pages))


def marked(view, mark):
    @wraps(view)
    def with_mark(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    with_mark.metered = mark
    return with_mark


class OnePage(NamedTuple):
    """What a view shows that is one page of the ledger."""

    rows: Callable
    page: str

    def take(self, request, kwargs):
        reading = meter.take(request, self.rows(**kwargs), self.page.format(**kwargs))
        return [reading] if reading else []


class ManyPages(NamedTuple):
    """What a view shows that is several pages of the ledger."""

    rows: Callable
    pages: BaseExpression

    def take(self, request, kwargs):
        return meter.take_several(request, self.rows(**kwargs), self.pages)


def is_speculative(request):
    """Whether the browser loads the page ahead of a visit that may never come (Sec-Purpose, Fetch standard)."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose


class MeterMiddleware:
    """Takes the view before a metered page is drawn, and gives it back where the page fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reading, request.readings = None, []
        request.open_pages = lambda: list(meter.open_pages(request.readings[0].reader, request.readings[0].terms))
        request.recently_read = lambda: meter.recently_read(request.user)
        request.is_open = lambda page: meter.is_open(request.user, page)
        request.take_claim_lines = lambda number: daily.take_claim_lines(request.user, number)
        request.claim_lines = lambda: daily.claim_lines(request.user)
        response = self.get_response(request)
        if request.readings:
            self.settle(request, response)
        if guest := getattr(request, "guest_before", None):
            # Somebody signed out: else each time would make a new guest with a view of its own.
            request.session[meter.READER] = guest
        return response

    def process_view(self, request, view, args, kwargs):
        mark = getattr(view, "metered", None)
        if mark is None:
            return None
        if is_speculative(request):
            return HttpResponse("Not loaded ahead of a visit.\n", status=503, content_type="text/plain; charset=utf-8")
        if request.method == "GET":
            request.readings = self.read(request, mark, kwargs)
            if isinstance(mark, OnePage):
                request.reading = next(iter(request.readings), None)
        elif request.method == "HEAD" and mark.rows(**kwargs).exists():
            return HttpResponse(headers={"Cache-Control": "private, no-store"})
        return None

    def read(self, request, mark, kwargs):
        if request.user.is_anonymous and is_search_engine(request):
            return meter.of_a_search_engine(mark.rows(**kwargs))
        readings = mark.take(request, kwargs)
        for reading in readings:
            meter.remember(request, reading)
        return readings

    def settle(self, request, response):
        if response.status_code >= 300:
            for reading in request.readings:
                if reading.taken:
                    meter.give_back(reading)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
