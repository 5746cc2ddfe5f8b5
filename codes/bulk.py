"""Writing about many codes at once: what a file or a form asks for, what it would change, and doing it.

A wish is a dict, so that it can be kept: {"line", "system", "value", "fields": {name: value}, "sections": {kind:
{"body", "source", "as_of"}}, "added": {kind: text}, "sources": [{"title", "url", "as_of"}]}. What it does not name
stays as it is; a section whose body is "" is taken out. It becomes a content as `codes.drafts` keeps it, and with that
a draft.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from codes import draft_actions, draft_words, drafts, wording
from codes.draft_actions import Outdated, Refused
from codes.drafts import FIELDS, TABLES, plain
from codes.models import Code, Draft, TextImport

State, Outcome = Draft.State, TextImport.Outcome
# What is written about at once, and how much of that is shown to readers at once: publishing a code writes its history
# and its search words, and a request has half a minute. The worker publishes the rest in the next minutes.
LINES = 5_000
PUBLISHED_AT_ONCE = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; `column` is "" where it is the line as a whole."""

    line: int
    column: str
    text: str

    def __str__(self):
        column = f", {self.column}" if self.column else ""
        return f"line {self.line}{column}: {self.text}"


@dataclass(frozen=True)
class Planned:
    """What one line changes: of `base`, what stands or one's own draft, it makes `content`; `live` is what stands."""

    line: int
    code: Code
    draft: Draft | None
    live: dict
    base: dict
    content: dict

    @property
    def changes(self):
        """The lines of the comparison, as `draft_words.Line`."""
        return draft_words.compared(written(self.base), written(self.content))


@dataclass(frozen=True)
class Plan:
    """What would be done: the lines that change something, how many change nothing, and what is wrong."""

    lines: list = field(default_factory=list)
    same: int = 0
    faults: list = field(default_factory=list)

    @property
    def digest(self):
        """Names the plan, so that what is done is what was looked at."""
        told = [[each.code.pk, each.base, each.content] for each in self.lines]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def written(content):
    """Of a content what a wish can change: it names no other codes, so that comparing needs no statement."""
    return {name: content[name] for name in ("code", "sections", "sources")}


def plan_of(wishes, by):
    """The Plan of wishes for somebody, in a number of statements that does not depend on theirs."""
    found = codes_of(wishes)
    keys = [code.pk for code in found.values()]
    lives, open_drafts = contents_of(keys), drafts_of(keys)
    lines, faults, same, seen = [], [], 0, {}
    for wish in wishes:
        code = found.get((wish["system"], wish["value"]))
        if fault := fault_of(wish, code, seen, open_drafts, by):
            faults.append(fault)
            continue
        draft, live = open_drafts.get(code.pk), lives[code.pk]
        base = drafts.whole(draft.content, live) if draft else live
        content = wished(base, wish)
        if text := missing_body(content):
            faults.append(Fault(wish["line"], *text))
        elif content == base:
            same += 1
        else:
            lines.append(Planned(wish["line"], code, draft, live, base, content))
    return Plan(lines, same, faults)


def codes_of(wishes):
    """{(system, value): Code} of the codes that wishes name, without their long texts."""
    by_system = defaultdict(list)
    for wish in wishes:
        by_system[wish["system"]].append(wish["value"])
    found = Code.objects.none()
    for system, values in by_system.items():
        found = found | Code.objects.filter(system=system, value__in=values)
    return {(code.system, code.value): code for code in found.only("system", "value", "kind")}


def fault_of(wish, code, seen, open_drafts, by):
    """Why a line cannot be done, None where it can; `seen` gathers the lines by code."""
    line, name = wish["line"], wish["value"]
    if code is None:
        return Fault(line, "code", f"{name} is not loaded")
    if code.pk in seen:
        return Fault(line, "code", f"{name} stands in line {seen[code.pk]} already")
    seen[code.pk] = line
    draft = open_drafts.get(code.pk)
    if draft and draft.writer_id != by.pk:
        return Fault(line, "code", f"{name} has an open draft of {draft.writer or 'somebody else'}")
    return None


def contents_of(keys):
    """{key: content} of many codes, as `drafts.content_of` gives one; a statement for the codes and each table."""
    fields = Code.objects.filter(pk__in=keys).values("pk", *FIELDS)
    found = {
        row["pk"]: {"code": {name: plain(row[name]) for name in FIELDS}} | {name: [] for name in TABLES}
        for row in fields
    }
    for name, table in TABLES.items():
        rows = table.model.objects.filter(code__in=keys).order_by("pk").values("code_id", "id", *table.columns)
        for row in rows:
            found[row.pop("code_id")][name].append({column: plain(value) for column, value in row.items()})
    return found


def drafts_of(keys):
    """{key of the code: its open draft}."""
    return {draft.code_id: draft for draft in Draft.objects.open().filter(code__in=keys).select_related("writer")}


# From a wish to a content


def wished(base, wish):
    """The content that a wish makes of what stands."""
    sections = {row["kind"]: row for row in base["sections"]}
    # In an order of their own: the database keeps another one.
    for kind, words in sorted(wish.get("sections", {}).items()):
        row = empty_section(kind) if words.get("body") == "" else sections.get(kind) or empty_section(kind)
        sections[kind] = row | words
    for kind, text in sorted(wish.get("added", {}).items()):
        row = sections.get(kind) or empty_section(kind)
        if text not in row["body"].split("\n\n"):
            sections[kind] = row | {"body": f"{row['body']}\n\n{text}".strip()}
    return base | {
        "code": base["code"] | wish.get("fields", {}),
        "sections": [row for row in sections.values() if row["body"] or row["source"] or row["as_of"]],
        "sources": base["sources"] + [row for row in new_sources(wish) if not has_source(base, row)],
    }


def empty_section(kind):
    return {"id": None, "kind": kind, "body": "", "source": "", "as_of": None}


def new_sources(wish):
    return [{"id": None} | row for row in wish.get("sources", [])]


def has_source(content, row):
    return any(all(row[name] == other[name] for name in TABLES["sources"].columns) for other in content["sources"])


def missing_body(content):
    """(column, text) where a section has a source or a day and no text, else None."""
    row = next((row for row in content["sections"] if not row["body"]), None)
    return (row["kind"], "a source or a date needs a text") if row else None


def faults_of_text(line, column, name, text, longest=None):
    """The Faults of one text for the field `name`."""
    fault = wording.fault_of(name, text)
    if not fault and longest and len(text) > longest:
        fault = f"This is {len(text):,} characters long; at most {longest:,} can be kept."
    return [Fault(line, column, fault)] if fault else []


# Keeping and doing


@transaction.atomic
def keep(*, name, wishes, by):
    """Keep what was sent, to be looked at before it is done; one's own earlier ones that were never done go."""
    TextImport.objects.filter(by=by, outcome="").delete()
    return TextImport.objects.create(name=name[:120], wishes=wishes, by=by)


def may_publish(user):
    """Whether somebody may show at once what they wrote themselves: as at the desk for one code."""
    return drafts.may_review(user) and not drafts.why_not_published_by(Draft(writers=[user.pk]), user)


@transaction.atomic
def carry_out(*, sent, digest, by, publish=False, send=False):
    """Make drafts of all that was sent, or none; `send` asks for their review, `publish` shows them to readers.

    `digest` names the plan that was looked at. Returns the number of codes. Raises Refused or Outdated.
    """
    sent = TextImport.objects.select_for_update(of=["self"]).get(pk=sent.pk)
    plan = checked_plan(sent, digest, by)
    if publish and not may_publish(by):
        raise Refused("Somebody else has to review what you wrote.")
    later = publish and len(plan.lines) > PUBLISHED_AT_ONCE
    made = made_drafts(plan, sent, by, State.SCHEDULED if later else State.IN_REVIEW if send else State.WRITING)
    for draft in made if publish and not later else ():
        draft_actions.publish(draft=draft, token=draft.token, by=by)
    sent.drafts.set(made)
    sent.outcome = Outcome.SCHEDULED if later else Outcome.PUBLISHED if publish else Outcome.DRAFTED
    sent.wishes, sent.applied_at = [], timezone.now()
    sent.save()
    return len(made)


def checked_plan(sent, digest, by):
    """The plan as it was looked at. Raises Refused where it cannot be done, Outdated where it is another one."""
    if sent.outcome:
        raise Outdated("This was done already.")
    plan = locked_plan(sent, by)
    if plan.faults:
        raise Refused(f"{len(plan.faults)} of the lines cannot be done. Nothing was changed.")
    if plan.digest != digest:
        raise Outdated("What stands has changed since you looked. Look at it again.")
    return plan


def locked_plan(sent, by):
    """The plan, with its codes kept from other writers until the end of the transaction."""
    keys = [code.pk for code in codes_of(sent.wishes).values()]
    list(Code.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    return plan_of(sent.wishes, by)


def made_drafts(plan, sent, by, state):
    """The drafts of a plan in a state: new ones in one statement, one's own open ones saved."""
    lines = with_keys(plan.lines)
    about = {"writer": by, "writers": [by.pk], "note": f"From {sent.name}."} | decided(state, by)
    new = [Draft(code=each.code, content=each.content, base=each.live, **about) for each in lines if each.draft is None]
    Draft.objects.bulk_create(new, batch_size=500)
    return new + [saved(each, state, by) for each in lines if each.draft]


def decided(state, by):
    """What a draft in a state says of itself; scheduled means for now."""
    now = timezone.now()
    approved = {"reviewer": by, "reviewed_at": now, "publish_at": now} if state == State.SCHEDULED else {}
    return {"state": state} | approved


def saved(each, state, by):
    draft = draft_actions.save_draft(
        draft=each.draft, token=each.draft.token, content=each.content, by=by, live=each.live
    )
    return draft if state == State.WRITING else draft_actions.moved(draft, letter=None, by=by, **decided(state, by))


def with_keys(lines):
    """The lines with a key of the table's sequence for each new row, as `drafts.whole` gives them one by one."""
    for name in ("sections", "sources"):
        new = [row for each in lines for row in each.content[name] if row["id"] is None]
        for row, key in zip(new, next_keys(TABLES[name].model, len(new)), strict=True):
            row["id"] = key
    return lines


def next_keys(model, number):
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [model._meta.db_table, number])
        return [key for (key,) in cursor.fetchall()]
