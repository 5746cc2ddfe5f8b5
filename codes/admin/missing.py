"""What is missing: the editors' list of what to write next, as a page and as a file."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from accounts.openings import most_opened
from codes import missing, texts_csv
from codes.admin import many
from codes.systems import SYSTEMS
from codes.views import page_number

PAGE = 50
SINCE = timedelta(days=90)
LAST_PAGE = 200
LISTS = {
    "opened": "Much opened, no common language description",
    "outdated": "Text older than the code's last change",
}
COLUMNS = ["system", "code", "opened", "last edited", "in force from", "loaded", "release", "description"]


@dataclass(frozen=True)
class Asked:
    """Which list is asked for, of which system, "" for all, and which page of it."""

    which: str
    system: str
    page: int

    @classmethod
    def of(cls, query):
        which, system = query.get("list", ""), query.get("system", "")
        return cls(
            which if which in LISTS else "opened",
            system if system in SYSTEMS else "",
            page_number(query.get("page", "1"), last=LAST_PAGE),
        )

    def rows(self, start, number):
        if self.which == "outdated":
            return missing.outdated(self.system, start, number)
        within = f"{self.system}/" if self.system else ""
        openings = most_opened(missing.LOOKED_AT, timezone.now() - SINCE, within)
        return missing.undescribed(openings, start, number)


def pages(site):
    """The addresses, to stand before those of the codes."""
    views = [("missing/", listed, "missing"), ("missing.csv", as_file, "missing_csv")]
    return [
        path(tail, site.admin_view(many.writers_only(view)), name=f"codes_code_{name}") for tail, view, name in views
    ]


def listed(request):
    """One page of a list, each line with the way to write."""
    asked = Asked.of(request.GET)
    rows = asked.rows((asked.page - 1) * PAGE, PAGE + 1)
    context = {
        "asked": asked,
        "rows": rows[:PAGE],
        "previous": asked.page - 1,
        "next": asked.page + 1 if len(rows) > PAGE and asked.page < LAST_PAGE else None,
        "lists": LISTS.items(),
        "heading": LISTS[asked.which],
        "systems": [(system.key, system.label) for system in SYSTEMS.values()],
    }
    return many.page(request, "missing", "What is missing", context)


def as_file(request):
    """The whole list as CSV."""
    asked, text = Asked.of(request.GET), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in asked.rows(0, missing.IN_FILE):
        writer.writerow([texts_csv.guarded(cell) for cell in cells(row)])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="missing-{asked.which}.csv"'
    return answer


def cells(row):
    edited = f"{row.code.edited_at:%Y-%m-%d}" if row.code.edited_at and row.changed else ""
    loaded = f"{row.loaded:%Y-%m-%d}" if row.loaded else ""
    told = [row.opened, edited, row.changed, loaded, row.release, row.title]
    return [row.code.system, row.code.value, *("" if cell is None else str(cell) for cell in told)]
