"""The meter at the edge: pages marked `metered` in a urls.py are taken before they are drawn."""

from functools import wraps

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from accounts import meter
from accounts.crawlers import is_search_engine


def metered(view, *, rows, page):
    """Mark a view: its page is the one row of `rows(**kwargs)`, known to the ledger as `page.format(**kwargs)`.

    `request.reading` is then a Reading, or None where there is no such row (the view answers 404).
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    marked.metered = (rows, page)
    return marked


def is_speculative(request):
    """Whether the browser loads the page ahead of a visit that may never come (Sec-Purpose, Fetch standard)."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose


class MeterMiddleware:
    """Takes the view before a metered page is drawn, and gives it back where the page fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reading = None
        request.open_pages = lambda: list(meter.open_pages(request.reading.reader))
        response = self.get_response(request)
        if request.reading is not None:
            self.settle(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        mark = getattr(view, "metered", None)
        if mark is None:
            return None
        if is_speculative(request):
            return HttpResponse("Not loaded ahead of a visit.\n", status=503, content_type="text/plain")
        if request.method == "GET":
            request.reading = self.read(request, mark, kwargs)
        elif request.method == "HEAD" and mark[0](**kwargs).exists():
            return HttpResponse(headers={"Cache-Control": "private, no-store"})
        return None

    def read(self, request, mark, kwargs):
        rows, page = mark
        rows, page = rows(**kwargs), page.format(**kwargs)
        if request.user.is_anonymous and is_search_engine(request):
            row = rows.first()
            return row and meter.Reading(row=row, granted=True, limit=1, used=1)
        reading = meter.take(request, rows, page)
        if reading:
            meter.remember(request, reading)
        return reading

    def settle(self, request, response):
        reading = request.reading
        if reading.taken and response.status_code >= 300:
            meter.give_back(reading)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
