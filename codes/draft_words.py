"""Drafts in words: what each part of a content is called, and two contents side by side."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from codes.drafts import TABLES, differing, parts_of
from codes.models import Code, Relation, Section

# What the rows of a table are called in the history.
TABLE_NAMES = {
    "modifier_uses": "modifiers",
    "relations": "related codes",
    "payer_notes": "payers",
    "sources": "sources",
}
# Beside the text of a row: what else it says, under these words.
DETAILS = {"source": "Source", "as_of": "As of", "url": "Address", "position": "Place in the list"}
TEXTS = ("body", "when", "why", "text")


def field_name(name):
    """As in "official descriptor"."""
    return "held by hand" if name == "held" else Code._meta.get_field(name).verbose_name


def reason(base, content):
    """What a content changes, in one line for the history; "" where nothing."""
    then, now = {*base["code"]["held"]}, {*content["code"]["held"]}
    # A descriptor is held because it was written, and changes back because it is not held any more.
    unsaid = {("code", name) for name in then - now} or {("code", "held")}
    keys = differing(base, content)
    names = dict.fromkeys(short_name(key) for key in keys if key not in unsaid or keys == [key])
    return f"Changed: {', '.join(names)}"[:100] if names else ""


def short_name(key):
    table, name, *_ = key
    if table == "code":
        return "held" if name == "held" else field_name(name)
    return Section.Kind(name).label if table == "sections" else TABLE_NAMES[table]


@dataclass(frozen=True)
class Line:
    """One part of a content on both sides; "" where a side has nothing of it."""

    label: str
    before: str
    after: str


def compared(one, other, keys=None):
    """The Lines in which two contents differ, or those of `keys`; one statement for the codes they name."""
    keys = differing(one, other) if keys is None else keys
    ours, theirs, names = parts_of(one), parts_of(other), code_names(one, other)
    return [Line(label_of(key, names), text_of(ours.get(key), key), text_of(theirs.get(key), key)) for key in keys]


def code_names(*contents):
    """{key: name} of all codes that contents refer to."""
    rows = [row for content in contents for table in ("modifier_uses", "relations") for row in content.get(table, ())]
    keys = {row.get("modifier_id") or row.get("target_id") for row in rows}
    found = Code.objects.filter(pk__in=keys).only("system", "value") if keys else ()
    return {code.pk: str(code) for code in found}


def label_of(key, names):
    table, name, *more = key
    if table == "code":
        return capital(field_name(name))
    if table == "sections":
        return str(Section.Kind(name).label)
    if table == "modifier_uses":
        return f"Modifier: {names.get(name, name)}"
    if table == "relations":
        return f"{Relation.Kind(name).label}: {names.get(more[0], more[0])}"
    return f"{'Payer' if table == 'payer_notes' else 'Source'}: {name}"


def text_of(value, key):
    """A part as text: a value of the code, or a row with its text and behind it what else it says."""
    if isinstance(value, dict):
        return row_text(value, key[0])
    if key == ("code", "held"):
        return ", ".join(capital(field_name(name)) for name in value or ())
    if isinstance(value, list):
        return ", ".join(value)
    if key == ("code", "status"):
        return Code.Status(value).label
    return day(value) if key[1] in ("effective_from", "effective_to") else value or ""


def row_text(row, table):
    texts = [row[name] for name in TABLES[table].columns if name in TEXTS and row[name]]
    details = [f"{label}: {detail(name, row[name])}" for name, label in DETAILS.items() if row.get(name)]
    # A row that says nothing more is there all the same.
    return "\n".join(texts + details) or "listed"


def detail(name, value):
    return day(value) if name == "as_of" else value


def day(text):
    return date_format(date.fromisoformat(text)) if text else ""


def capital(text):
    return text[:1].upper() + text[1:]
