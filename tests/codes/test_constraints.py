"""Facts that must hold are held by the database: each constraint is broken once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Meter, OpenedPage, User
from codes.models import ModifierUse, Note, PayerNote, Relation, Section
from tests.builders import a_code, a_modifier, a_reader

pytestmark = pytest.mark.django_db


def breaks(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


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
