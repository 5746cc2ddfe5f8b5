"""What CMS says of a HCPCS code, in words."""

from codes.hcpcs_words import LABELS, WORDS, cross_references, facts_of
from codes.releases.parsers.hcpcs_table import ATTRIBUTES


def test_all_facts_in_reading_order():
    facts = facts_of(
        {
            "pricing": ["51", "21"],
            "multiple_pricing": "A",
            "statute": "1861(z)",
            "coverage": "D",
            "coverage_manual": ["60-9", "65-1"],
            "carriers_manual": ["2130 A"],
            "lab_certification": ["010", "400"],
            "cross_references": ["A9901", "99213", "0999T", "QM", "CPT"],
            "asc_group": "YY",
            "asc_date": "2025-01-01",
            "processing_note": "0088",
            "betos": "O1E",
            "type_of_service": ["1", "P"],
            "anesthesia_units": "3",
            "action": "D",
            "action_effective": "2024-10-01",
        }
    )
    assert facts == [
        ("Coverage", "Special coverage instructions apply (D)"),
        ("Statute", "1861(z)"),
        ("Coverage Issues Manual", "60-9; 65-1"),
        ("Medicare Carriers Manual", "2130 A"),
        ("Pricing", "Drugs (51); Clinical lab fee schedule: national limitation amount (21)"),
        ("Multiple pricing", "Not applicable: priced under one methodology (A)"),
        ("Anesthesia base units", "3"),
        ("ASC payment group", "Approved to be performed in an ambulatory surgical center (YY)"),
        ("In this ASC payment group since", "1 January 2025"),
        ("BETOS", "Other drugs (O1E)"),
        ("Type of service", "Medical care (1); Lump sum purchase of DME, prosthetics or orthotics (P)"),
        ("Lab certification", "Histocompatibility testing (010); Hematology (400)"),
        ("Processing note", "0088"),
        ("Cross reference", "CPT"),
        ("Action", "Code discontinued (D)"),
        ("Action effective", "1 October 2024"),
    ]


def test_nothing_said():
    assert facts_of({}) == []
    assert cross_references({}) == []


def test_unknown_codes_as_printed():
    assert facts_of({"betos": "Q9Z", "type_of_service": ["1", "?"], "coverage": "d"}) == [
        ("Coverage", "d"),
        ("BETOS", "Q9Z"),
        ("Type of service", "Medical care (1); ?"),
    ]


def test_cross_references_are_codes_and_modifiers():
    attributes = {"cross_references": ["A9901", "99213", "0999T", "QM", "CPT"], "betos": "Z2"}
    assert cross_references(attributes) == ["A9901", "99213", "0999T", "QM"]


def test_cross_references_to_codes_are_no_facts():
    assert facts_of({"cross_references": ["A9901", "QM"]}) == []


def test_every_attribute_of_the_parser_has_a_label():
    assert set(LABELS) == {attribute.key for attribute in ATTRIBUTES}
    assert set(WORDS) < set(LABELS)
