"""Pages of one section of a code, where the code page shows only its beginning.

Each is marked `metered` with the page of its code: it takes the code's view, and nothing where the code is open.
"""

from functools import wraps

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from codes import kept, queries, views
from codes.as_of import NoDayError, day_asked, read_as_of
from codes.page import page_for
from codes.sections.parts import Subject


def of_a_section(key):
    """A view of `(request, subject)`: called only for readers who may see this section of the code.

    All others get what the code page would give them: the wall, or what is not open to them (403), 404, or the code
    page's one address.
    """

    def marked(view):
        @require_safe
        @wraps(view)
        def opened(request, system, value):
            reading = request.reading
            if reading is None:
                return views.elsewhere(request, system, value)
            try:
                day = day_asked(request.GET.get("on", ""))
            except NoDayError:
                return views.no_day(request)
            if not (reading.granted and reading.opens(key)):
                return refused(request, day)
            return view(request, subject_of(reading.row, day, request.GET))

        return opened

    return marked


def subject_of(code, day, asked):
    """What a section is drawn from, as the code page makes it."""
    as_of = read_as_of(code, day)
    then = as_of.code if as_of else code
    place = queries.place_of(code)
    return Subject(code=then, today=code, day=day or localdate(), place=place, asked=asked, as_of=as_of)


def refused(request, day):
    """The wall, or on an open page what the reader may see of it."""
    reading = request.reading
    if not reading.granted:
        return views.code_page(request, reading.row.system, reading.row.value)
    drawn = kept.draw(page_for(reading.row, reading, day), day=day, origin=views.origin_of(request))
    context = {"drawn": drawn, "code": reading.row, "reading": reading}
    return render(request, "codes/locked_section.html", context, status=403)
