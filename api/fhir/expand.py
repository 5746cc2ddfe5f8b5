"""ValueSet/$expand: the codes of a value set, filtered by words and page by page.

http://hl7.org/fhir/R4/valueset-operation-expand.html
"""

import re
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from api.fhir import known, value_sets
from api.fhir.asked import asked
from api.fhir.outcomes import Refused, fhir
from codes.models import Code
from codes.search import Filters
from codes.search.places import placed
from codes.systems import PLACES

# How many codes a page has where `count` is not sent, and at most.
USUAL, MOST = 100, 1_000


@fhir("GET", "POST")
def expand(request, key=None):
    """A page of codes; `total` counts all that fit. With `activeOnly` codes that have ended are left out, with `date`
    those that were none on that day."""
    wanted = asked(request)
    value_set = value_sets.of(wanted, key)
    page = min(wanted.whole("count", USUAL), MOST)
    offset, text = wanted.whole("offset", 0), wanted.text("filter")
    listed = known.releases([value_set.system])[value_set.system.key]
    day, active = reached(wanted.day("date"), listed), wanted.flag("activeOnly")
    total, codes = found(value_set, text, day, active, offset, page)
    release = known.version_of(listed)
    told = {"offset": offset, "count": page, "filter": text, "activeOnly": active, "date": day and day.isoformat()}
    with_short = wanted.flag("includeDesignations")
    return resource(value_set, release, total, told, [contained(code, with_short) for code in codes])


def reached(day, listed):
    """The day, which may not be before all that is loaded. Raises Refused."""
    if day and listed and day < listed[-1].effective:
        words = f"The releases that are loaded begin with {known.version(listed[-1])}: nothing is known of before."
        raise Refused(422, words, "not-supported")
    return day


def found(value_set, text, day, active, offset, page):
    """(how many codes fit, those of the page)."""
    system = value_set.system
    filters = Filters(system=system.key, billable=value_set.rule == value_sets.BILLABLE, active=active, on=day)
    only = Q(pk__in=value_set.keys_below()) if value_set.top else None
    if text and system == PLACES:
        text, only = "", words_in(text)
    return placed(text, filters, offset, page, only=only, rows=known.rows_of(system).listed(), most=None)


def words_in(text):
    """The Q of places of service, which are too few for an index: the number begins so, or all words are said."""
    said = Q()
    for word in re.findall(r"\w+", text)[:20]:
        said &= Q(descriptor__icontains=word)
    return Q(value__startswith=text.upper()) | (said if said else Q(pk__in=[]))


def resource(value_set, release, total, told, contains):
    now = timezone.now().isoformat(timespec="seconds")
    kinds = {bool: "valueBoolean", int: "valueInteger", str: "valueString"}
    parameters = [
        {"name": name, kinds[type(each)]: each} for name, each in told.items() if each not in (None, "", False)
    ]
    if release:
        address = f"{value_set.system.fhir}|{known.version(release)}"
        parameters.append({"name": "version", "valueUri": address})
    expansion = {"identifier": uuid4().urn, "timestamp": now, "total": total, "offset": told["offset"]}
    return {
        "resourceType": "ValueSet",
        "url": value_set.url,
        "version": known.version(release) or "none",
        "name": re.sub(r"\W", "", value_set.title.title()),
        "title": value_set.title,
        "status": "active",
        "copyright": value_set.system.copyright,
        "expansion": expansion | {"parameter": parameters} | ({"contains": contains} if contains else {}),
    }


def contained(code, with_short):
    told = {"system": code.system_facts.fhir, "code": code.value, "display": known.display_of(code) or code.value}
    if code.kind == Code.Kind.HEADING:
        told["abstract"] = True
    if code.status == Code.Status.DELETED:
        told["inactive"] = True
    if with_short and code.short_descriptor and code.system_facts.official_text:
        told["designation"] = [{"language": "en-US", "value": code.short_descriptor}]
    return told
