"""What editors can write about a code, as one JSON value: taken from the tables, compared, and who may review it.

A content is {"code": {field: value}, "sections": [row], "modifier_uses": [row], …}. Each row is a dict with its primary
key as "id", so that the same row is meant however often a draft is saved. Dates are ISO texts, line ends plain. What a
content does not name at all is none of its business: one made by other means than the form may be partial, and one
kept long ago may lack what editors can write today.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from codes.models import Code, Draft, ModifierUse, PayerNote, Relation, Section, SharedText, Source, TextImport

DESCRIPTORS = ("descriptor", "short_descriptor", "common_language")
FIELDS = (
    *DESCRIPTORS,
    "title",
    "held",
    "service_type",
    "sites_of_service",
    "global_days",
    "unit_of_service",
    "role",
    "status",
    "effective_from",
    "effective_to",
)
# Releases write these, and nothing holds them against releases: an old version does not bring them back.
OF_RELEASES = ("status", "effective_from", "effective_to")


@dataclass(frozen=True)
class Table:
    """Rows at a code that editors write: the columns, those that name a row for readers, and whether only one row may
    bear a name."""

    model: type
    columns: tuple
    named_by: tuple
    one_of_a_name: bool = True

    def name_of(self, row):
        return tuple(row[column] for column in self.named_by)


# By the name under which a code has them, which is the prefix of the form's rows too.
TABLES = {
    "sections": Table(Section, ("kind", "body", "source", "as_of"), ("kind",)),
    "modifier_uses": Table(ModifierUse, ("modifier_id", "when", "position"), ("modifier_id",)),
    "relations": Table(Relation, ("kind", "target_id", "why", "position"), ("kind", "target_id")),
    "payer_notes": Table(PayerNote, ("payer", "text", "position"), ("payer",)),
    "sources": Table(Source, ("title", "url", "as_of"), ("title",), one_of_a_name=False),
}


def content_of(code):
    """All that editors can write about a code, as it stands in the tables; a statement for the code and each table."""
    fields = Code.objects.values(*FIELDS).get(pk=code.pk)
    content = {"code": {name: plain(value) for name, value in fields.items()}}
    for name, table in TABLES.items():
        rows = table.model.objects.filter(code=code.pk).order_by("pk").values("id", *table.columns)
        content[name] = [{column: plain(value) for column, value in row.items()} for row in rows]
    return content


def plain(value):
    """A value as JSON keeps it; a browser's line ends and a form's cut blanks make no difference."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def whole(content, live):
    """The content with what it does not name as it is live, and with a key for each row that has none: of the table's
    sequence, so that no other row ever gets it."""
    content = live | content | {"code": live["code"] | content.get("code", {})}
    return content | {
        name: [row if row.get("id") else row | {"id": next_key(TABLES[name].model)} for row in content[name]]
        for name in TABLES
    }


def next_key(model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


def digest_of(content):
    """Names a content, so that it can be told from any other."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


# Comparing


def parts_of(content):
    """A content taken apart: {(table, name, …): value or row without its key}; the code's own fields under "code"."""
    fields = content.get("code", {})
    # In this order: the database keeps another one.
    parts = {("code", name): fields[name] for name in FIELDS if name in fields}
    for name, table in TABLES.items():
        for row in content.get(name, ()):
            key = (name, *table.name_of(row))
            # Nothing keeps two sources from bearing one title.
            while key in parts:
                key = (*key, "again")
            parts[key] = {column: row[column] for column in table.columns}
    return parts


def differing(one, other):
    """The keys of the parts in which two contents differ, those of `one` first; what only one of them tells of at all
    is left out."""
    ours, theirs = parts_of(one), parts_of(other)
    unlike = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
    return [key for key in unlike if tells_of(one, key) and tells_of(other, key)]


def tells_of(content, key):
    table, name, *_ = key
    return name in content["code"] if table == "code" else table in content


@dataclass(frozen=True)
class Moved:
    """What became of the live text since a draft was begun: parts that only the live text changed, and parts that both
    changed, which publishing would overwrite."""

    stays: list
    overwritten: list

    def __bool__(self):
        return bool(self.stays or self.overwritten)


def moved_under(draft, live):
    """The Moved parts of a draft, by their keys; what both changed alike is not among them."""
    moved = differing(draft.base, live)
    changed, unlike = differing(draft.base, draft.content), differing(draft.content, live)
    return Moved(
        stays=[key for key in moved if key not in changed],
        overwritten=[key for key in moved if key in changed and key in unlike],
    )


def rebased(draft, content, live):
    """The base of a draft that gets a new content, made from `live`.

    What the draft had not touched is from now on compared with what is live. What it had touched keeps what stood
    when that was written, so that publishing still tells of what has changed since.
    """
    base = {"code": rebased_values(draft.base["code"], draft.content["code"], content["code"], live["code"])}
    for name in TABLES:
        before, old, new, now = (by_key(each, name) for each in (draft.base, draft.content, content, live))
        rows = rebased_values(before, old, new, now)
        base[name] = [row for row in rows.values() if row]
    return base


def rebased_values(base, old, new, live):
    """Value by value, or row by row with None for a row that is not there."""
    touched = [key for key in {**base, **old} if old.get(key) != base.get(key) and new.get(key) != live.get(key)]
    return live | {key: base.get(key) for key in touched}


def by_key(content, name):
    return {row["id"]: row for row in content.get(name, ())}


def restored(version, live, published):
    """The content that brings a version's words back over what is live.

    Editors' words come back. The publisher's words, status and dates stay as they are now: releases write those.
    `published` has the publisher's words for what is held by hand today.
    """
    then, now = version["code"], live["code"]
    fields = now | then | {name: now[name] for name in OF_RELEASES}
    for name in DESCRIPTORS:
        if name not in then["held"]:
            fields[name] = (published.get(name) or now[name]) if name in now["held"] else now[name]
    return live | version | {"code": fields}


# Rights


def may_write(user):
    return user.has_perm("codes.change_code")


def may_review(user):
    return user.has_perm("codes.review_draft")


def why_not_published_by(draft, user):
    """Why this person may not publish, schedule or return this draft; "" where they may.

    Nobody reviews what they wrote themselves. A superuser may, unless the setting FOUR_EYES is on.
    """
    if not may_review(user):
        return "Publishing is for reviewers."
    if not draft.is_open:
        return f"This draft is not open any more: {draft.get_state_display().lower()}."
    if user.is_superuser and not settings.FOUR_EYES:
        return ""
    if draft.is_written_by(user):
        return "You wrote some of this draft yourself: somebody else has to review it."
    if draft.state in (Draft.State.WRITING, Draft.State.RETURNED):
        return "This draft has not been sent to review."
    return ""


# The desk

# Beyond it the desk says "more than".
MOST = 999
WAITING = "(SELECT count(*) FROM (SELECT 1 FROM codes_draft WHERE {} LIMIT %(most)s) waiting)"
OWN = "state = '{}' AND writer_id = %(user)s"
DESK = [OWN.format("writing"), OWN.format("returned"), "state = 'in_review'", "state = 'scheduled'"]


def on_desk_of(user):
    """How many drafts wait, none counted beyond MOST + 1, in one statement: (writing and returned of the user's own, in
    review and scheduled of everybody's)."""
    with connection.cursor() as cursor:
        counts = ", ".join(WAITING.format(condition) for condition in DESK)
        cursor.execute(f"SELECT {counts}", {"user": user.pk, "most": MOST + 1})
        return cursor.fetchone()


def data_of(user):
    """What is stored of a user's drafts, shared texts and imports, for the export of the account."""
    rows = Draft.objects.begun_by(user).order_by("pk").for_desk()
    texts = SharedText.objects.filter(writer=user).order_by("pk")
    imports = TextImport.objects.filter(by=user).order_by("pk").defer("wishes")
    told = {
        "drafts": [{"code": str(d.code), "state": d.state, "begun": d.began_at, "saved": d.saved_at} for d in rows],
        "shared texts": [{"title": t.title, "state": t.state, "begun": t.began_at, "saved": t.saved_at} for t in texts],
        "imports of texts": [{"file": i.name, "sent": i.sent_at, "outcome": i.outcome} for i in imports],
    }
    return {heading: lines for heading, lines in told.items() if lines}
