"""Codes, places and changes as the API tells them; of CPT no official words unless the operator allows it."""

from django.conf import settings

from api.plain import plain
from codes.change_words import open_name
from codes.labels import listed_as
from codes.lists import GROUPS
from codes.sections.official import is_for_patients
from codes.status import line_chips

BLANK = {"before": "", "after": ""}


def line(code):
    """A code as it stands in lists."""
    return {
        "system": code.system,
        "value": code.value,
        "title": listed_as(code),
        "kind": code.kind,
        "status": [chip["text"] for chip in line_chips(code)] if code.kind not in GROUPS else [],
        "url": code.url,
    }


def may_be_told(code):
    """Whether the official words of a code may go out."""
    return code.system_facts.official_text or settings.CPT_IN_API


def code_document(page, reading):
    """The Page of one reader as a `schemas.codes.Code`: what the page does not hold is not here either."""
    code = page.code
    return {
        "system": code.system,
        "value": code.value,
        "kind": code.kind,
        "billable": code.billable,
        "description": code.descriptor if may_be_told(code) else "",
        "title": code.title,
        "effective_from": code.effective_from,
        "effective_to": code.effective_to,
        "status": [chip["text"] for chip in page.chips],
        "release": code.release.label if code.release else "",
        "copyright": code.system_facts.copyright,
        "url": code.url,
        "as_of": as_of(page),
        "place": place(page.place),
        "sections": [section(each, page.code) for each in page.sections if goes_out(each, page.code)],
        "locked": [{"heading": each.heading, "amount": each.amount} for each in page.locked],
        "views": {"limit": reading.limit, "used": reading.used, "remaining": reading.remaining},
    }


def as_of(page):
    known = page.as_of
    return known and {"day": known.day, "known": known.known, "begun": known.begun, "note": page.note or ""}


def place(found):
    return {
        "ancestors": [line(code) for code in found.ancestors],
        "children": [line(code) for code in found.children],
        "previous": found.previous and line(found.previous),
        "next": found.next and line(found.next),
        "replaced_by": [line(code) for code in found.replacements],
    }


def goes_out(section, code):
    """Whether a section may leave the site: a publisher's own words for patients need the licence too."""
    return may_be_told(code) or not (section.key == "common_language" and is_for_patients(code))


def section(drawn, code):
    """A section as plain values; where official words need a licence they are left empty."""
    content = plain(drawn.content)
    if not may_be_told(code):
        content = without_official_words(drawn.key, content)
    return {"key": drawn.key, "heading": drawn.heading, "source": drawn.source, "content": content}


def without_official_words(key, content):
    if key == "official":
        return content | {"text": ""}
    if key == "history":
        releases = [each | {"changes": [change | BLANK for change in each["changes"]]} for each in content["releases"]]
        return content | {"releases": releases}
    return content


def change(row):
    """A Change of `for_everybody`, which leaves out what is not open to all."""
    return {
        "system": row.system,
        "value": row.value,
        "kind": row.kind,
        "field": open_name(row.field),
        "before": row.was,
        "after": row.now,
    }


def release(row):
    return {
        "id": row.pk,
        "name": row.label,
        "system": row.system,
        "effective": row.effective,
        "loaded_at": row.loaded_at,
        "official": row.official,
        "url": row.get_absolute_url(),
    }
