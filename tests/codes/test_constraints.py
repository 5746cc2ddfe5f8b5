"""Facts that must hold are held by the database: each constraint is broken once."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Meter, OpenedPage, User
from codes.models import (
    AddOnEdit,
    AnesthesiaFactor,
    Axis,
    CaseNote,
    Change,
    CoverageCode,
    CoverageDocument,
    Crosswalk,
    Draft,
    DrugPrice,
    DueNotice,
    Favourite,
    Fee,
    Locality,
    LocalityCounties,
    ModifierUse,
    Note,
    OutpatientPayment,
    PayerNote,
    PrivateNote,
    PtpEdit,
    Rationale,
    Relation,
    Replacement,
    SearchedFor,
    SearchIndex,
    SearchPart,
    Section,
    SharedText,
    TextImport,
    UnitLimit,
)
from codes.models.case_notes import LONGEST_KEPT_NOTE, MOST_KEPT_CODES
from codes.models.published import Versioned
from codes.models.shelf import LONGEST_NOTE
from tests.builders import a_code, a_modifier, a_reader, a_release

pytestmark = pytest.mark.django_db
NEW_YEAR, APRIL = date(2026, 1, 1), date(2026, 4, 1)


def breaks(name, make):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make()


# A row of each table of published facts that all constraints let through.

UNITS = dict.fromkeys(
    (
        "work", "non_facility_pe", "facility_pe", "malpractice", "non_facility_total", "facility_total", "preoperative",
        "intraoperative", "postoperative", "conversion_factor",
    ),
    1,
)  # fmt: skip
INDICES = {"work_gpci": 1, "pe_gpci": 1, "malpractice_gpci": 1}
PLACE = {"contractor": "99901", "number": "01"}
GOOD = {
    AddOnEdit: {"add_on": "99902", "primary": "99901", "edit_type": 1},
    AnesthesiaFactor: PLACE | {"name": "NORTH", "conversion_factor": 20},
    CoverageDocument: {"number": "L99001", "kind": "lcd", "version": 1, "title": "Wobbling", "contractor": "Nobody"},
    DrugPrice: {"value": "J9901"},
    Fee: UNITS | {"value": "99901", "qualifying": False, "non_facility_na": False, "facility_na": False},
    Locality: PLACE | INDICES | {"state": "ZE", "name": "NORTH"},
    LocalityCounties: PLACE | {"state": "ZEBRA LAND", "area": "NORTH", "counties": "ALL"},
    OutpatientPayment: {"value": "99901", "status_indicator": "A", "changed": False},
    UnitLimit: {"setting": 1, "value": "99901", "units": 1, "indicator": 1},
    PtpEdit: {
        "setting": 1, "column_one": "99901", "column_two": "99902", "before_1996": False, "effective": NEW_YEAR,
        "modifier_indicator": 1,
    },
    CoverageCode: {"number": "A99002", "version": 1, "role": "procedure", "value": "99901", "group": 1},
    Replacement: {"system": "icd10cm", "value": "Q01", "replaced_by": "Q02", "effective": NEW_YEAR},
    Axis: {"prefix": "0W1", "row": 1, "position": 4, "title": "Axis", "character": "1", "label": "Wing"},
    Crosswalk: {
        "source_system": "icd9cm", "source": "999.1", "target_system": "icd10cm", "target": "Q01", "approximate": False,
        "no_map": False, "combination": False, "scenario": 0, "choice_list": 0,
    },
}  # fmt: skip
VERSIONED = [model for model in GOOD if issubclass(model, Versioned)]


def a_fact(model, **fields):
    defaults = GOOD[model] | {"release": a_release("", source="invented")}
    if issubclass(model, Versioned):
        defaults["since"] = NEW_YEAR
    if model is PtpEdit:
        defaults["rationale"] = Rationale.objects.get_or_create(text="Invented rule")[0]
    return model.objects.create(**(defaults | fields))


def name_of(model, beginning="", end=""):
    """The constraint of a model with such a name."""
    [name] = [c.name for c in model._meta.constraints if c.name.startswith(beginning) and c.name.endswith(end)]
    return name


@pytest.mark.parametrize("model", VERSIONED)
def test_of_each_fact_one_row_stands(model):
    a_fact(model)
    breaks(name_of(model, "one_standing_"), lambda: a_fact(model))
    breaks(name_of(model, "one_standing_"), lambda: a_fact(model, since=APRIL))
    a_fact(model, since=date(2025, 1, 1), until=date(2025, 12, 31))


@pytest.mark.parametrize("model", VERSIONED)
def test_no_fact_ends_before_it_begins(model):
    breaks(name_of(model, end="_ends_after_it_begins"), lambda: a_fact(model, since=APRIL, until=NEW_YEAR))
    a_fact(model, since=APRIL, until=APRIL)


def test_what_tells_facts_apart_makes_another_row():
    """What is in the key besides the code: each of these stands beside the good one."""
    others = {
        AddOnEdit: [{"primary": ""}, {"effective": NEW_YEAR}, {"add_on": "99903"}],
        Fee: [{"modifier": "26"}, {"qualifying": True}],
        UnitLimit: [{"setting": 2}],
        Locality: [{"number": "02"}, {"contractor": "99902"}],
        LocalityCounties: [{"area": "SOUTH"}, {"state": "YETI"}],
        AnesthesiaFactor: [{"contractor": "", "number": ""}],
        CoverageCode: [{"version": 2}, {"role": "supports"}, {"group": 2}, {"value": "99902"}],
        Replacement: [{"system": "icd10pcs"}, {"effective": APRIL}, {"replaced_by": "Q03"}],
        Axis: [{"row": 2}, {"character": "2"}, {"position": 5}, {"prefix": "0W2"}],
    }
    for model, changed in others.items():
        made = [a_fact(model), *(a_fact(model, **fields) for fields in changed)]
        assert len({row.pk for row in made}) == len(changed) + 1


def test_signs_of_facts():
    breaks("ptp_edit_indicator", lambda: a_fact(PtpEdit, modifier_indicator=2))
    breaks("add_on_edit_type", lambda: a_fact(AddOnEdit, edit_type=4))
    breaks("unit_limit_indicator", lambda: a_fact(UnitLimit, indicator=4))
    breaks("axis_position", lambda: a_fact(Axis, position=8))
    breaks("axis_position", lambda: a_fact(Axis, position=0))
    breaks("coverage_code_has_a_value", lambda: a_fact(CoverageCode, value=""))
    breaks("not_replaced_by_itself", lambda: a_fact(Replacement, replaced_by="Q01"))
    breaks("no_target_where_no_map", lambda: a_fact(Crosswalk, no_map=True))
    breaks("no_target_where_no_map", lambda: a_fact(Crosswalk, target=""))
    a_fact(Crosswalk, no_map=True, target="")


def test_facts_without_versions():
    for model, name in (
        (CoverageCode, "one_line_per_covered_code"),
        (Replacement, "one_replacement"),
        (Axis, "one_label_per_character"),
    ):
        a_fact(model)
        breaks(name, lambda model=model: a_fact(model))
    a_fact(PtpEdit)
    a_fact(PtpEdit)
    breaks("codes_rationale_text_key", lambda: Rationale.objects.create(text="Invented rule"))


def test_changes_and_notices():
    release = a_release()
    change = {"release": release, "system": "icd10cm", "value": "Q01", "resolution": "kept"}
    breaks("only_conflicts_are_resolved", lambda: Change.objects.create(kind="revised", field="descriptor", **change))
    Change.objects.create(kind="conflict", field="descriptor", **change)
    DueNotice.objects.create(source="mue", due=APRIL)
    breaks("told_once_of_each_due_release", lambda: DueNotice.objects.create(source="mue", due=APRIL))


def test_every_constraint_is_broken_here():
    """By its name in this file, or with those of all versioned tables."""
    models = [model for model in apps.get_app_config("codes").get_models() if not model._meta.proxy]
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    for model in VERSIONED:
        names -= {name_of(model, "one_standing_"), name_of(model, end="_ends_after_it_begins")}
    here = Path(__file__).read_text()
    assert sorted(name for name in names if f'"{name}"' not in here) == []


def test_the_readers_own_things():
    own = {"user": a_reader(), "code": a_code()}
    Favourite.objects.create(**own)
    breaks("one_favourite_per_code", lambda: Favourite.objects.create(**own))
    breaks("private_note_length", lambda: PrivateNote.objects.create(**own, text=""))
    breaks("private_note_length", lambda: PrivateNote.objects.create(**own, text="x" * (LONGEST_NOTE + 1)))
    PrivateNote.objects.create(**own, text="x" * LONGEST_NOTE)
    breaks("one_private_note_per_code", lambda: PrivateNote.objects.create(**own, text="y"))


def test_what_readers_searched_for_and_the_index():
    reader = a_reader()
    SearchedFor.objects.create(user=reader, text="Fever")
    breaks("one_search_per_text", lambda: SearchedFor.objects.create(user=reader, text="fever"))
    breaks("search_length", lambda: SearchedFor.objects.create(user=reader, text=""))
    index = SearchIndex.objects.create(made_with="lists", codes=1, phrases=1)
    SearchPart.objects.create(index=index, name="key", data=b"1")
    breaks("one_part_of_each_name", lambda: SearchPart.objects.create(index=index, name="key", data=b"2"))


def test_case_notes():
    reader = a_reader()
    breaks("case_note_length", lambda: CaseNote.objects.create(user=reader, text=""))
    breaks("case_note_length", lambda: CaseNote.objects.create(user=reader, text="x" * (LONGEST_KEPT_NOTE + 1)))
    many = [f"icd10cm/Q{number}" for number in range(MOST_KEPT_CODES + 1)]
    breaks("case_note_codes", lambda: CaseNote.objects.create(user=reader, text="x", codes=many))


def test_drafts():
    code, now = a_code(), timezone.now()

    def draft(state, **fields):
        return lambda: Draft.objects.create(code=code, state=state, content={}, base={}, **fields)

    draft("writing")()
    breaks("one_open_draft_per_code", draft("returned", reviewers_note="Mend it"))
    breaks("only_scheduled_drafts_have_a_time", draft("discarded", publish_at=now))
    breaks("only_versions_were_published", draft("discarded", published_at=now))
    breaks("only_versions_were_published", draft("published"))
    breaks("returned_drafts_say_why", draft("returned"))
    breaks("scheduled_drafts_were_reviewed", draft("scheduled", publish_at=now))
    breaks("draft_versions_begin_at_one", draft("discarded", version=0))


def test_codes():
    a_code("Q01.1")
    breaks("one_row_per_code", lambda: a_code("Q01.1"))
    breaks("values_are_upper_case", lambda: a_code("q01.2"))
    breaks("only_codes_are_billable", lambda: a_code("Q02", kind="heading", billable=True))
    breaks("only_codes_are_billable", lambda: a_code("Q03", status="deleted", billable=True))
    ends_first = {"effective_from": date(2020, 1, 1), "effective_to": date(2019, 1, 1)}
    breaks("ends_after_it_begins", lambda: a_code("Q04", **ends_first))


def test_texts():
    code, other = a_code("99901", "cpt"), a_code("99902", "cpt")
    modifier = a_modifier("50")
    for _ in range(2):
        makers = [
            ("one_note_per_place", lambda: Note.objects.create(code=code, kind="note", position=0, text="x")),
            ("one_section_of_a_kind", lambda: Section.objects.create(code=code, kind="documentation", body="x")),
            ("one_use_per_modifier", lambda: ModifierUse.objects.create(code=code, modifier=modifier, when="x")),
            ("one_relation_of_a_kind", lambda: Relation.objects.create(code=code, kind="add_on", target=other)),
            ("one_note_per_payer", lambda: PayerNote.objects.create(code=code, payer="P", text="x")),
        ]
        for name, make in makers:
            if _ == 0:
                make()
            else:
                breaks(name, make)
    breaks("no_relation_to_itself", lambda: Relation.objects.create(code=code, kind="add_on", target=code))


def test_accounts():
    user = a_reader(email="one@example.org")
    breaks("one_user_per_email", lambda: User.objects.create(email="ONE@example.org"))
    breaks("guest_meters_have_no_user", lambda: Meter.objects.create(reader="guest:x", user=user))
    breaks("guest_meters_have_no_user", lambda: Meter.objects.create(reader="user:1"))
    meter = Meter.objects.create(reader=f"user:{user.pk}", user=user)
    OpenedPage.objects.create(meter=meter, page="cpt/99901")
    breaks("one_view_per_page", lambda: OpenedPage.objects.create(meter=meter, page="cpt/99901"))
    breaks("only_guest_meters_are_claimed", lambda: Meter.objects.filter(pk=meter.pk).update(claimed_by=user))


def a_shared_text(**fields):
    words = {"title": "Invented", "kind": "documentation", "body": "Words", "system": "icd10cm"}
    return SharedText.objects.create(**words | {"first": "Q01", "last": "Q01"} | fields)


def test_shared_texts_and_imports():
    now = timezone.now()
    shown = a_shared_text(state="published", published_at=now)
    again = {"origin": shown, "state": "published", "published_at": now}
    breaks("one_published_version_per_shared_text", lambda: a_shared_text(**again))
    a_shared_text(origin=shown)
    breaks("one_open_version_per_shared_text", lambda: a_shared_text(origin=shown, state="returned"))
    for ends in ({"first": "", "last": ""}, {"first": "Q02"}):
        breaks("shared_texts_hold_somewhere", lambda ends=ends: a_shared_text(**ends))
    breaks("shared_texts_name_codes_in_upper_case", lambda: a_shared_text(first="q01", last="q01"))
    for name in ("title", "body"):
        breaks("shared_texts_say_something", lambda name=name: a_shared_text(**{name: ""}))
    for fields in ({"state": "scheduled"}, {"publish_at": now}):
        breaks("only_scheduled_shared_texts_have_a_time", lambda fields=fields: a_shared_text(**fields))
    for state in ("published", "replaced"):
        breaks("shown_shared_texts_were_published", lambda state=state: a_shared_text(state=state))
    breaks("open_shared_texts_were_not_published", lambda: a_shared_text(published_at=now))
    for fields in ({"outcome": "drafted"}, {"applied_at": now}):
        breaks(
            "applied_imports_have_an_outcome",
            lambda fields=fields: TextImport.objects.create(name="texts.csv", wishes=[], **fields),
        )
