"""What a change is called: the fields of codes and of published facts, and their values, in words for readers."""

import json
import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from django.db.models import BooleanField
from django.utils.formats import date_format

from codes import hcpcs_words
from codes.models import Change, Note, Setting
from codes.releases.sources import SOURCES

FIELDS = {
    "descriptor": "Official description",
    "short_descriptor": "Short description",
    "common_language": "Common language description",
    "effective_from": "First date of service",
    "effective_to": "Last date of service",
    "notes": "Notes",
}
# What the publishers of other systems than HCPCS say of a code besides.
ATTRIBUTES = hcpcs_words.LABELS | {
    "medium": "Medium description",
    "clinician": "Clinician description",
    "consumer_spanish": "Description for patients in Spanish",
    "descriptor_effective": "Description in force since",
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Columns of facts whose names are no words yet.
COLUMNS = {
    "work": "work",
    "non_facility_pe": "non-facility practice expense",
    "non_facility_na": "not done outside a facility",
    "facility_pe": "facility practice expense",
    "facility_na": "not done in a facility",
    "non_facility_total": "non-facility total",
    "pctc": "PC/TC indicator",
    "not_used_for_medicare": "not used for Medicare",
    "opps_non_facility_pe": "OPPS non-facility practice expense",
    "opps_facility_pe": "OPPS facility practice expense",
    "opps_malpractice": "OPPS malpractice",
    "apc": "APC",
    "vaccine_awp": "vaccine average wholesale price",
    "blood_awp": "blood average wholesale price",
    "changed": "marked as changed",
}
# Of a fact that came or went only the columns that matter most are told.
FOREMOST = {"units", "status", "facility_total", "non_facility_total", "status_indicator", "payment", "payment_limit"}


@dataclass(frozen=True)
class Line:
    """One thing that changed: `before` and `after` are empty where nothing more is to be said, or may be."""

    what: str
    before: str = ""
    after: str = ""

    @property
    def told(self):
        """Whether before and after may be shown."""
        return bool(self.before or self.after)

    @property
    def words(self):
        """(before, after) as runs of words: see `differences`."""
        return differences(self.before, self.after)


def open_line(change):
    """The Line of a change of `ChangeQuerySet.for_everybody`: of facts and locked texts no more than what they are."""
    facts = facts_named(change.field)
    return Line(facts.label) if facts else code_line(change, change.was, change.now)


def whole_line(change):
    """The Line of a change for who may read every section of the code."""
    facts = facts_named(change.field)
    return fact_line(facts, change) if facts else code_line(change, change.before, change.after)


def open_name(field):
    """A field as a file names it: of a fact only what it is, as its key may name another code."""
    facts = facts_named(field)
    if facts:
        return facts.label
    known = field in FIELDS or field in ("", "kind", "status") or field.startswith("attributes.")
    return field if known else "other"


def differences(before, after):
    """([(words, differs)], [(words, differs)]): the two texts in runs of words, those marked that the other lacks."""
    old, new = before.split(), after.split()
    runs = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        [(" ".join(old[start:end]), tag != "equal") for tag, start, end, _, _ in runs if end > start],
        [(" ".join(new[start:end]), tag != "equal") for tag, _, _, start, end in runs if end > start],
    )


# Codes


def code_line(change, before, after):
    """A change of a code itself; `before` and `after` are what the reader may see of it."""
    field = change.field
    if field in ("", "status"):
        return Line(came_or_went(change, after))
    if field == "kind":
        return Line("Became a header" if after == "heading" else f"Became a {after}, was a header")
    if field.startswith("attributes."):
        return attribute_line(change.system, field.removeprefix("attributes."), before, after)
    if field == "notes":
        return Line(FIELDS[field], *notes(before, after))
    return Line(FIELDS.get(field, "Published facts"), in_words(before), in_words(after))


def came_or_went(change, after):
    if change.kind == Change.Kind.ADDED:
        return "Reinstated" if change.field == "status" else "Added"
    return f"Ended, last date of service {in_words(after)}" if after else "Ended"


def in_words(text):
    """A day as the site writes days, anything else as it is."""
    return date_format(date.fromisoformat(text)) if DAY.fullmatch(text) else text


def attribute_line(system, key, before, after):
    """What else the publisher says of a code; kept as JSON."""
    label = ATTRIBUTES.get(key, key.replace("_", " ").capitalize())
    return Line(label, attribute(system, key, before), attribute(system, key, after))


def attribute(system, key, text):
    """The value of an attribute in words: "Carrier judgment (C)"."""
    value = json.loads(text) if text else []
    known = hcpcs_words.facts_of({key: value}) if system == "hcpcs" else []
    if known:
        return known[0][1]
    return "; ".join(in_words(str(each)) for each in (value if isinstance(value, list) else [value]))


def notes(before, after):
    """The notes that are gone and those that are new, out of all before and all after."""
    old, new = before.splitlines(), after.splitlines()
    gone = [note(line) for line in old if line not in new]
    return "; ".join(gone), "; ".join(note(line) for line in new if line not in old)


def note(line):
    """A kept line, "excludes1: words", as readers know its kind."""
    kind, _, text = line.partition(": ")
    return f"{dict(Note.Kind.choices).get(kind, kind).split(':')[0]}: {text}"


# Facts


@cache
def facts_by_label():
    """The tables whose changes are kept line by line, by what readers call their rows."""
    tables = [facts for source in SOURCES.values() for facts in source.facts.values()]
    return {facts.label: facts for facts in tables if facts.versioned and facts.numbers}


def facts_named(field):
    """The table that a change's field is of ("Physician fee 26 false"), or None."""
    return next((facts for label, facts in facts_by_label().items() if f"{field} ".startswith(f"{label} ")), None)


def fact_line(facts, change):
    """A change of a fact: "Physician fee, modifier 26: work 1.20 → 1.30"."""
    what = ", ".join([facts.label, *keys(facts, change.field.removeprefix(facts.label)[1:])])
    before, after = columns(facts, change.before), columns(facts, change.after)
    if change.kind == Change.Kind.REVISED:
        told = [from_to(column(name), before.get(name), value) for name, value in after.items()]
    else:
        told = [f"{column(name)} {value}" for name, value in (after or before).items() if name in FOREMOST]
    if change.kind != Change.Kind.REVISED or not told:
        what = f"{what} {change.kind}"
    return Line(f"{what}: {', '.join(told)}" if told else what)


def from_to(name, before, after):
    return f"{name} {before} → {after}" if before else f"{name} now {after}"


def keys(facts, text):
    """What tells one fact of a code from another, in words: ["modifier 26"]. The loader joins it with spaces."""
    names = [name for name in facts.keys if name != facts.numbers[0]]
    said = [key(name, value) for name, value in zip(names, text.split(" "), strict=False)]
    return [words for words in said if words]


def key(name, value):
    if name == "setting":
        return {str(key): label for key, label in Setting.choices}.get(value, value)
    if name == "qualifying":
        return "for qualifying participants" if value == "true" else ""
    if name == "primary":
        return f"with {value or 'contractor-defined codes'}"
    return f"{'from' if name == 'effective' else name} {in_words(value)}" if value else ""


def columns(facts, text):
    """{column: value in words} of what the loader keeps as "units 2; rationale Some words"."""
    names = "|".join(sorted(facts.payload, key=len, reverse=True))
    parts = re.split(rf"(?:^|; )({names}) ", text)[1:]
    return {name: fact_value(facts, name, value) for name, value in zip(parts[::2], parts[1::2], strict=True)}


def fact_value(facts, name, value):
    """A value as a reader would say it: "1.20", "Line edit", "yes"."""
    field = facts.model._meta.get_field(name)
    if value in ("", "-"):
        return "none"
    if isinstance(field, BooleanField):
        return "yes" if value == "true" else "no"
    if field.choices:
        return {str(key): label for key, label in field.flatchoices}.get(value, value)
    if re.fullmatch(r"-?\d+\.\d{3,}", value):
        return re.sub(r"(\.\d\d\d*?)0+$", r"\1", value)
    return in_words(value)


def column(name):
    return COLUMNS.get(name, name.replace("_", " "))
