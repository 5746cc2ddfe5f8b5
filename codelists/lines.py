"""The entries of a list as they are shown: open lines of the codes, how each stands on a day, and what replaced it."""

from collections import defaultdict
from copy import copy
from datetime import date

from django.db.models import Min, Q
from django.utils.timezone import localdate

from codes.as_of import has_begun, is_over, take_back, told_by_dates
from codes.labels import lines
from codes.models import Change, Code, Release
from codes.queries import CODE_PARTS
from codes.status import is_bare, line_chips

# What may stand in a list: what is billed, what is written beside it, and headings.
LISTED = [Code.Kind.CODE, Code.Kind.HEADING, Code.Kind.MODIFIER, Code.Kind.PLACE]
# What is read of a code: what a line in a list shows, and what a day in the past asks for.
NAMED = ["system", "value", "kind", "short_descriptor", "descriptor", "title", "held"]
READ = [*NAMED, "parent", "billable", "status", "effective_from", "effective_to", "release__source"]
# The fields of a change that say whether a code was there.
STANDING = ["", "kind", "status", "effective_from", "effective_to"]
NOT_LOADED = {"text": "Not in the loaded releases", "tone": "warn"}
# What ended codes were replaced by: what editors say, and what their publishers put in their place since.
REPLACED = """
SELECT r.code_id AS ended, c.id, c.system, c.value, c.kind FROM codes_relation r JOIN codes_code c ON c.id = r.target_id
WHERE r.code_id = ANY (%(codes)s) AND r.kind = 'replaced_by'
UNION
SELECT d.id, c.id, c.system, c.value, c.kind FROM codes_code d
JOIN codes_replacement x ON x.system = d.system AND x.value = d.value
    AND x.effective > coalesce(d.effective_to, %(never)s)
JOIN codes_code c ON c.system = x.system AND c.value = x.replaced_by
WHERE d.id = ANY (%(codes)s)
ORDER BY ended, value
"""


def lines_of(entries, day=None):
    """Entries as [{system, value, title, url, system_label, chips, note, replacements, code}], in at most four
    statements.

    `chips` tell how each code stands today or on `day`; `replacements` are [{value, url}] of a code that is over;
    `code` is None where no loaded release names it.
    """
    codes = codes_of(entry.key for entry in entries)
    told = dict(zip(codes, lines(codes.values()), strict=True))
    over = [code.pk for code in codes.values() if is_over(code, day or localdate())]
    replaced, on = replacements_of(over), (standing_on(codes.values(), day) if day else {})
    return [line(entry, codes.get(entry.key), told.get(entry.key), replaced, on) for entry in entries]


def line(entry, code, told, replaced, on):
    named = {"system": entry.system, "value": entry.value, "note": entry.note, "code": code}
    if code is None:
        bare = {"title": "", "url": "", "system_label": entry.get_system_display(), "replacements": []}
        return named | bare | {"chips": [NOT_LOADED]}
    chips = [on[code.pk]] if on else told["chips"] or line_chips(code)[:1]
    return told | named | {"chips": chips, "replacements": replaced.get(code.pk, [])}


def codes_of(keys):
    """{(system, value): Code} of those that are loaded, in one statement."""
    named = defaultdict(list)
    for system, value in keys:
        named[system].append(value)
    wanted = Q(pk=None)
    for system, values in named.items():
        wanted |= Q(system=system, value__in=values)
    found = Code.objects.filter(wanted, kind__in=LISTED).select_related("release").only(*READ)
    return {(code.system, code.value): code for code in found}


def replacements_of(codes):
    """{key of an ended code: [{value, url}]}, in one statement; without codes in none."""
    found = defaultdict(list)
    if codes:
        for code in Code.objects.raw(REPLACED, {"codes": list(codes), "never": date.min}):
            found[code.ended].append({"value": code.value, "url": code.url, "system": code.system})
    return found


# On a day


def standing_on(codes, day):
    """{key of a code: chip} as the codes stood on a day, in two statements; as `as_of.code_on` reads one of them."""
    changes, firsts = later_changes(codes, day), first_releases(codes)
    return {code.pk: chip_on(code, changes[code.system, code.value], firsts, day) for code in codes}


def later_changes(codes, day):
    """{(system, value): [Change]} of releases after a day, the newest first."""
    wanted = Q(pk=None)
    for system in {code.system for code in codes}:
        wanted |= Q(system=system, value__in=[code.value for code in codes if code.system == system])
    rows = Change.objects.filter(wanted, field__in=STANDING, kind__in=["added", "revised", "ended"])
    rows = rows.filter(release__effective__gt=day, release__undone_at=None, release__first=False)
    found = defaultdict(list)
    for change in rows.order_by("-release__effective", "-release_id", "-pk"):
        found[change.system, change.value].append(change)
    return found


def first_releases(codes):
    """{source: the effective date of its first release that lists codes}."""
    sources = {code.release.source for code in codes if code.release}
    rows = Release.objects.standing().filter(source__in=sources, parts__overlap=CODE_PARTS).order_by()
    return dict(rows.values_list("source").annotate(Min("effective")))


def chip_on(code, changes, firsts, day):
    then = copy(code)
    brought = take_back(then, changes) is not None
    first = firsts.get(code.release.source) if code.release else None
    if is_bare(then):
        return line_chips(then)[0]
    if not brought and first and day < first and not told_by_dates(then, day):
        return {"text": "Not known", "tone": "warn"}
    if brought or not has_begun(then, day):
        return {"text": "Not yet in effect", "tone": "bad"}
    if is_over(then, day):
        return {"text": "Deleted", "tone": "bad"}
    if then.kind == Code.Kind.HEADING:
        return {"text": "Header", "tone": "warn"}
    return {"text": "Valid", "tone": "good"}
