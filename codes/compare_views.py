"""Codes side by side: the comparison, and the form that asks for it."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from codes.as_of import NoDayError, day_asked
from codes.compare import MOST, address, codes_of, parts_of
from codes.comparison import compare as compared

# Of the codes that a reader names, so many are looked up and shown again in the form.
MANY = 2 * MOST


@require_safe
def compare(request, codes):
    """Up to four codes side by side, each metered as its page; another spelling leads to the one address."""
    if not request.readings:
        return elsewhere(request, [part for each in codes.split("/") for part in parts_of(each)])
    try:
        day = day_asked(request.GET.get("on", ""))
    except NoDayError:
        return form(request, [reading.row.value for reading in request.readings], no_day=True, status=400)
    found = compared(request.readings, day)
    walled = not any(column.open for column in found.columns)
    context = {
        "comparison": found,
        "codes": [column.code for column in found.columns],
        "reading": request.readings[-1],
        "room": len(found.columns) < MOST,
        "on": request.GET.get("on", ""),
        "day": day,
    }
    return render(request, "codes/compare.html", context, status=403 if walled else 200)


@require_safe
def compare_form(request):
    """The codes typed, led to their comparison; without any the form. Free and never counted."""
    typed = [part for each in request.GET.getlist("code") for part in parts_of(each)]
    return elsewhere(request, typed) if typed else form(request, [])


def elsewhere(request, typed):
    """To the one address of the codes that were typed, or back to the form with what is wrong with them."""
    found = codes_of(typed[:MANY])
    codes = list(dict.fromkeys(code for _, code in found if code))
    unknown = [part for part, code in found if code is None]
    if unknown:
        return form(request, typed, unknown=unknown, status=404)
    if len(codes) > MOST or len(typed) > MANY:
        return form(request, [code.value for code in codes], too_many=True, status=400)
    return redirect(with_day(request, address(codes)))


def form(request, typed, *, status=200, **wrong):
    """The form with what was typed, and what is wrong with it."""
    fields = [*typed[:MANY], *[""] * (MOST - len(typed))]
    context = {"fields": fields, "on": request.GET.get("on", ""), **wrong}
    return render(request, "codes/compare_form.html", context, status=status)


def with_day(request, address):
    on = request.GET.get("on", "")
    return f"{address}?{urlencode({'on': on})}" if on else address
