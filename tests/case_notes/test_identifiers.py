"""Identifiers are masked: each kind of them, and nothing that only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.case_notes.identifiers import masked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Patient: Vexley, Harold  MRN 00482913", "Patient: ⟦name⟧  MRN ⟦record⟧"),
        ("Name: Oswin Q. Tarrabee", "Name: ⟦name⟧"),
        ("Mr. Vexley has gout. VEXLEY is well.", "Mr. ⟦name⟧ has gout. ⟦name⟧ is well."),
        ("pt Verna Mockwell has gout", "pt ⟦name⟧ has gout"),
        ("her husband Tom drives", "her husband ⟦name⟧ drives"),
        ("sick visit - Milo Fenn-Aster, DOB 8/2/2023", "sick visit - ⟦name⟧, DOB ⟦birth⟧"),
        ("signed by Jane Roe MD", "signed by ⟦name⟧ MD"),
        ("DOB: March 3, 1950", "DOB: ⟦birth⟧"),
        ("seen 3/4/2024 and on 3/5", "seen ⟦date⟧ 2024 and on ⟦date⟧"),
        ("operated on March 3, 2024", "operated on ⟦date⟧ 2024"),
        ("a 94 year old", "a ⟦age⟧ year old"),
        ("95F with gout", "⟦age⟧F with gout"),
        ("aged 91", "aged ⟦age⟧"),
        ("SSN 123-45-6789", "SSN ⟦ssn⟧"),
        ("call (555) 123-4567", "call ⟦phone⟧"),
        ("callback 555-0142", "callback ⟦phone⟧"),
        ("fax: 555 123 4567", "fax: ⟦phone⟧"),
        ("write to a.b+c@mail.example.org", "write to ⟦email⟧"),
        ("12 Main Street, Springfield, IL 62701", "⟦address⟧"),
        ("Address: The Old Mill", "Address: ⟦address⟧"),
        ("P.O. Box 12", "⟦address⟧"),
        ("lives in Springfield", "lives in ⟦place⟧"),
        ("IL 62701", "IL ⟦place⟧"),
        ("Member ID XQ-55-0199", "Member ID ⟦member⟧"),
        ("Acct# 99887766", "Acct# ⟦member⟧"),
        ("pump serial no. AB12345", "pump serial no. ⟦licence⟧"),
        ("see https://example.org/a?b=c", "see ⟦link⟧"),
        ("from 192.168.10.20", "from ⟦network⟧"),
        ("reference 123456789012", "reference ⟦number⟧"),
    ],
)
def test_masked(text, wanted):
    assert masked(text).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "BP 152/88, pain 9/10, vision 20/40, strength 4/5",
        "A1c 9.1, T 98.6, SpO2 94%, 100-1500 mg, 6-12 mo",
        "patient Denies cough. Pt reports fever. Patient has gout.",
        "Patient presents with Bell palsy; mother Alzheimer disease; Crohn disease",
        "89F with gout, BMI 94 percent, 71M",
        "E11.9, 99213-25, Z79.4, J1885",
        "surgery in 2015, gout since 2019",
        "T2DM, HTN, s/p TKA",
    ],
)
def test_left_as_it_is(text):
    assert masked(text).text == text


def test_what_was_masked_is_counted():
    assert masked("Mr. Vexley, DOB 1/2/1950, ph 555-0142 or 555-0143").found == (
        ("date of birth", 1),
        ("telephone or fax number", 2),
        ("name", 1),
    )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aAbB1290 .,:;/-@#()\n⟦⟧'DOBmrnPt"), max_size=80))
def test_masking_again_changes_nothing(text):
    once = masked(text).text
    assert masked(once).text == once
