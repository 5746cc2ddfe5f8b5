"""The operator's page of numbers, and the totals as a file."""

import csv
from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from figures import counting, plots, policy, series
from figures.models import DailyTotal, Kind, Reader

COLUMNS = ["day", "what", "readers", "number"]
READERS = [reader.label for reader in Reader]
allowed = permission_required("figures.view_dailytotal", raise_exception=True)


@require_safe
@allowed
def numbers(request):
    """The last 30 days and 12 months, and the most opened codes of a month."""
    first = counting.first_not_summed()
    days, months = series.lines(first)
    month = chosen(request.GET.get("month", ""), months)
    context = {
        "title": "Numbers",
        "today": days[0],
        "late": first if first < counting.today() - timedelta(days=1) else None,
        "periods": [
            ("days", f"The last {series.DAYS} days", days, drawn(days, "j M", every=7)),
            ("months", f"The last {series.MONTHS} months", months, drawn(months, "M", every=2)),
        ],
        "readers": READERS,
        "empty": all(line.empty for line in months),
        "month": month,
        "opened": series.most_opened(month.begins, first),
        "policy": policy,
    }
    return TemplateResponse(request, "admin/figures/numbers.html", admin.site.each_context(request) | context)


def chosen(text, months):
    """The month asked for, as in "2026-11"; else the running one."""
    return next((line for line in months if f"{line.begins:%Y-%m}" == text), months[0])


def drawn(lines, form, every):
    """The plots of a period."""
    rows = [(date_format(line.begins, form), line) for line in reversed(lines)]
    views = [(name, line.views) for name, line in rows]
    walls = [(name, [line.walls_once, line.walls - line.walls_once]) for name, line in rows]
    registered = [(name, [line.after_wall, line.registrations - line.after_wall]) for name, line in rows]
    return [
        plots.stacked("Views", READERS, views, every),
        plots.stacked("Walls met", ["First of a reader and page that day", "Again"], walls, every),
        plots.stacked("Registrations", ["After a wall", "Other"], registered, every),
    ]


@require_safe
@allowed
def totals(request):
    """The totals of all days, of all pages together, as CSV."""
    rows = DailyTotal.objects.filter(page="").order_by("day", "kind", "reader")
    lines = (
        [day.isoformat(), Kind(kind).label, Reader(reader).label, number]
        for day, kind, reader, number in rows.values_list("day", "kind", "reader", "number").iterator()
    )
    writer = csv.writer(Echo())
    answer = StreamingHttpResponse(
        (writer.writerow(line) for line in (COLUMNS, *lines)), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    return answer


class Echo:
    """What the writer writes is what it gives back."""

    def write(self, line):
        return line
