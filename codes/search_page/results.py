"""What a search found, as the page lists it and as a file holds it."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.http import urlencode

from codes.guided import url_for
from codes.labels import lines, listed_as
from codes.models import Code
from codes.search.ranking import MOST


def how_many(asked, found):
    """As "187 codes" or "5,000 codes or more"; beginnings are counted here, in one statement."""
    number = number_beginning(asked) if found.beginning else found.total
    if number >= MOST:
        return f"{intcomma(MOST)} codes or more"
    return "1 code" if number == 1 else f"{intcomma(number)} codes"


def number_beginning(asked):
    """How many codes begin with the text, counted up to MOST."""
    return asked.filters.of(Code.objects.with_pages().starting_with(asked.text))[:MOST].count()


def result_lines(asked, found):
    """The results as the list component shows them, each with why it was found.

    `choose` leads to the choice of a billable code below a heading; `key` names the code for a reader's list. Pages are
    opened as of the date of service.
    """
    shown = lines([result.code for result in found.results], with_system=not asked.filters.system)
    return [
        line | {"url": on_the_day(asked, line["url"])} | more_of(result)
        for result, line in zip(found.results, shown, strict=True)
    ]


def more_of(result):
    code = result.code
    return {"note": result.why, "choose": url_for(code), "key": {"system": code.system, "value": code.value}}


def on_the_day(asked, url):
    """The address of a code as of the date of service; places in a list have no day."""
    on = asked.filters.on
    return f"{url}?{urlencode({'on': on.isoformat()})}" if on and "#" not in url else url


# The results as a file

COLUMNS = ["system", "code", "title", "billable", "status", "why"]
MOST_ROWS = 500


def rows(found):
    """The lines of the file. CPT numbers without a title of ours are left out: theirs need a licence."""
    for result in found.results:
        code = result.code
        if code.system_facts.official_text or code.title:
            billable = "yes" if code.billable else "no"
            yield [code.get_system_display(), code.value, listed_as(code), billable, code.status, result.why]
