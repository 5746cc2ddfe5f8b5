"""NCCI edits, unit limits and add-on code edits for tests; every number and word is invented."""

from datetime import date

from codes.models import AddOnEdit, PtpEdit, Rationale, UnitLimit
from tests.builders import a_release

OCTOBER = date(2026, 10, 1)
LIMITS = {1: "limits practitioner", 2: "limits hospital", 3: "limits dme"}


def a_ptp_release(setting="practitioner", **fields):
    defaults = {"source": "ncci-ptp", "parts": [f"edits {setting}"], "name": "NCCI edits October 2026"}
    return a_release("", **(defaults | {"effective": OCTOBER} | fields))


def an_edit(one, two, setting=1, rationale="Invented rule", **fields):
    """An edit in force since 2020; a modifier may bypass it. Its release is none of edits unless given."""
    release = fields.pop("release", None) or a_release("", source="invented")
    rule, _ = Rationale.objects.get_or_create(text=rationale)
    defaults = {"before_1996": False, "effective": date(2020, 1, 1), "modifier_indicator": 1}
    pair = {"setting": setting, "column_one": one, "column_two": two}
    return PtpEdit.objects.create(release=release, rationale=rule, **pair, **(defaults | fields))


def a_limit(value="99901", setting=1, since=OCTOBER, **fields):
    """Three units a day for practitioners, with a release of its own."""
    release = a_release("", source="mue", effective=since, parts=[LIMITS[setting]], name=f"Limits of {since}")
    defaults = {"units": 3, "indicator": 3, "rationale": "Invented reason"}
    return UnitLimit.objects.create(release=release, setting=setting, value=value, since=since, **(defaults | fields))


def an_add_on_release(effective=OCTOBER, name="Add-on edits October 2026"):
    return a_release("", source="ncci-add-on", parts=["add-ons"], effective=effective, name=name)


def an_add_on(release, add_on, primary, edit_type=1, since=OCTOBER, **fields):
    pair = {"add_on": add_on, "primary": primary, "edit_type": edit_type}
    return AddOnEdit.objects.create(release=release, since=since, **pair, **fields)


def edits_of_every_kind(mark):
    """Of 99901 and V9901, in force since long ago; `mark` stands in each text."""
    for value in ("99901", "V9901"):
        an_edit(value, "98801", rationale=f"Rule {mark}", release=a_ptp_release())
        an_edit("98802", value, setting=2, rationale=f"Rule {mark}", deletion=date(2021, 1, 1))
        a_limit(value, since=date(2015, 1, 1), rationale=f"Reason {mark}")
        fields = {"since": date(2015, 1, 1), "special_instruction": f"Instruction {mark}"}
        an_add_on(an_add_on_release(), value, "", edit_type=2, **fields)
