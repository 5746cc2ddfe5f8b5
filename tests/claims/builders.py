"""A small invented world for claims: the lists that are loaded, codes, and what is published of them."""

from datetime import date

from codes.claims import Claim, check, read
from codes.models import Note
from tests.builders import a_code, a_modifier, a_release
from tests.edit_builders import a_ptp_release

DAY = date(2026, 11, 2)
RELEASED = date(2026, 10, 1)


def lists():
    """The publishers' lists of ICD-10-CM, HCPCS and places, and our own sample of CPT."""
    for system, name in (("icd10cm", "ICD-10-CM FY 2027"), ("hcpcs", "HCPCS October 2026")):
        a_release(system, name=name, effective=RELEASED)
    a_release("pos", source="place-of-service", name="Places", effective=date(2020, 1, 1), parts=["places"])
    a_release("cpt", source="cpt-sample", name="CPT in our own words", effective=RELEASED, official=False)
    a_code("11", "pos", kind="place", billable=False)
    for value in ("25", "26", "50", "59"):
        a_modifier(value, title=f"Invented modifier {value}")


def services(*values):
    return [a_code(value, "cpt", effective_from=date(2000, 1, 1)) for value in values]


def a_diagnosis(value, *notes, parent=None, **fields):
    """A code of ICD-10-CM with notes as (kind, text)."""
    code = a_code(value, parent=parent, **fields)
    for position, (kind, text) in enumerate(notes):
        Note.objects.create(code=code, kind=kind, position=position, text=text)
    return code


def found(text, rule="", *, day=DAY, everything=True, **fields):
    """[(severity, lines, text)] of what a check finds, of one rule if it is named."""
    checked = check(Claim(read(text), day, **fields), everything=everything)
    return [(str(each.severity), each.lines, each.text) for each in checked.findings if rule in ("", each.rule)]


def checked(text, *, day=DAY, everything=True, **fields):
    return check(Claim(read(text), day, **fields), everything=everything)


def practitioners_edits():
    """The release that edits of practitioners rest on."""
    return a_ptp_release(effective=RELEASED, name="NCCI edits October 2026")
