"""The demo content: codes described in our own words, where no licensed or official file is loaded."""

import hashlib
import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from codes.models import Code, ModifierUse, PayerNote, Relation, Release, Section, Source
from codes.releases import sql
from codes.search import mark_due

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
NAMES = {"cpt": "CPT numbers described in our own words", "hcpcs": "HCPCS Level II in our own words"}
# The day on which the texts were written.
EFFECTIVE = date(2026, 11, 22)
PLAIN = ["title", "common_language", "status", "effective_from", "effective_to"]
ROLES = {"primary": "Primary code", "add-on": "Add-on code", "stand-alone": "Stand-alone code"}


def load_demo():
    """Write the demo files where they changed since the last time. Returns the systems that were written.

    A system of which an official release is loaded is left alone, and so is what an editor has changed.
    """
    written = []
    with transaction.atomic():
        load_modifiers(read("modifiers"))
        for system in NAMES:
            if Release.objects.filter(system=system, official=True).exists():
                continue
            if load_system(system):
                written.append(system)
    return written


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def load_modifiers(rows):
    """The modifiers in our own words; one that a release or an editor has written stays."""
    for row in rows:
        defaults = {"kind": "modifier", "billable": False, "title": row["name"], "common_language": row["meaning"]}
        Code.objects.get_or_create(system=row["system"], value=row["value"], defaults=defaults)


def load_system(system):
    """One demo file; True where it was new."""
    digest = hashlib.sha256((FOLDER / f"{system}.json").read_bytes()).hexdigest()
    if Release.objects.filter(system=system, sha256=digest).exists():
        return False
    content = read(system)
    release = Release.objects.create(
        system=system,
        source=f"{system}-sample",
        name=NAMES[system],
        effective=EFFECTIVE,
        official=False,
        files=[{"name": f"{system}.json", "form": "our own sample", "rows": len(content["codes"]), "part": "codes"}],
        parts=["codes"],
        sha256=digest,
        read=len(content["codes"]),
        first=True,
    )
    for position, heading in enumerate(content["headings"], start=1):
        write_heading(release, heading, position * 1_000)
    codes = {}
    for position, row in enumerate(content["codes"], start=1):
        codes[row["value"]] = write_code(release, row, position)
    for row in content["codes"]:
        write_relations(codes[row["value"]], row.get("relations", ()))
    mark_due(release.codes.values_list("pk", flat=True))
    if system == "cpt":
        # Numbers that CMS's files named before are in the order of the book, and ours among them.
        with connection.cursor() as cursor:
            cursor.execute(sql.ORDER_BARE)
    return True


def parent_of(release, row):
    if not row.get("parent"):
        return None
    return Code.objects.get(system=release.system, value=row["parent"].upper())


def write_heading(release, row, position):
    fields = {
        "kind": "section" if row.get("parent") else "chapter",
        "title": row["title"],
        "billable": False,
        "position": position,
        "parent": parent_of(release, row),
        "release": release,
    }
    Code.objects.update_or_create(system=release.system, value=row["value"].upper(), defaults=fields)


def write_code(release, row, position):
    """One code with its sections; what an editor has touched is not written again."""
    facts = row["facts"]
    parent = parent_of(release, row)
    fields = {name: row.get(name) for name in PLAIN} | {
        "parent": parent,
        "position": (parent.position if parent else 0) + position,
        "release": release,
        "billable": row["status"] == "active",
        "service_type": facts.get("service_type", ""),
        "sites_of_service": facts.get("sites_of_service", []),
        "global_days": str(facts.get("global_days", "")),
        "unit_of_service": facts.get("unit_of_service", ""),
        "role": ROLES.get(facts.get("role"), ""),
        # Written by us: a licensed file's text for patients does not take its place.
        "held": ["common_language"],
    }
    code = Code.objects.filter(system=release.system, value=row["value"]).first()
    if code and code.edited_at:
        return code
    code = code or Code(system=release.system, value=row["value"])
    for name, value in fields.items():
        setattr(code, name, value)
    code._change_reason = str(release)
    code.save()
    write_texts(code, row)
    return code


def write_texts(code, row):
    for kind, body in row.get("sections", {}).items():
        Section.objects.update_or_create(code=code, kind=kind, defaults={"body": body, "as_of": EFFECTIVE})
    for position, use in enumerate(row.get("modifiers", ())):
        modifier = Code.objects.modifiers().filter(value=use["value"]).order_by("system").first()
        defaults = {"when": use["when"], "position": position}
        ModifierUse.objects.update_or_create(code=code, modifier=modifier, defaults=defaults)
    for position, note in enumerate(row.get("payers", ())):
        defaults = {"text": note["text"], "position": position}
        PayerNote.objects.update_or_create(code=code, payer=note["payer"], defaults=defaults)
    for source in row.get("sources", ()):
        defaults = {"url": source.get("url") or "", "as_of": source["as_of"]}
        Source.objects.update_or_create(code=code, title=source["title"], defaults=defaults)


def write_relations(code, rows):
    for position, row in enumerate(rows):
        target = Code.objects.filter(system=code.system, value=row["value"]).first()
        if target is None:
            raise ValueError(f"{code}: the related code {row['value']} is not in the demo content")
        defaults = {"why": row["why"], "position": position}
        Relation.objects.update_or_create(code=code, kind=row["kind"], target=target, defaults=defaults)
