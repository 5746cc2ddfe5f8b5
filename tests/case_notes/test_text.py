"""A note in sections, sentences and words."""

import pytest

from codes.case_notes.text import MOST_WORDS, headings, sentences


def told(note):
    return [(s.section, note[s.start : s.end].strip()) for s in sentences(note)]


def test_it_works():
    note = "CC: cough\nPMH: asthma, gout. Had measles.\nA/P:\n1. Cold - rest\n2) Gout"
    assert told(note) == [
        ("complaint", "cough"),
        ("past", "asthma, gout"),
        ("past", "Had measles"),
        ("assessment", "1"),
        ("assessment", "Cold - rest"),
        ("assessment", "2) Gout"),
    ]


def test_headings_within_a_line_count_where_they_are_known():
    note = "PMH: asthma. PSH: none. Ratio: 3. Allergies: sulfa - rash. No gout, well."
    assert [section for _, _, section in headings(note)] == ["past", "surgery", "allergy"]
    assert told(note)[-1] == ("", "No gout, well")


def test_a_heading_without_a_colon_stands_alone_in_its_line_or_is_a_common_one():
    assert told("ASSESSMENT\nGout\nExam soft belly") == [("assessment", "Gout"), ("exam", "soft belly")]


def test_an_unknown_heading_ends_a_section_but_not_the_assessment():
    assert told("PMH: gout\nWidgets seen: none")[-1] == ("", "Widgets seen: none")
    assert told("Assessment:\nBlue fever: rest")[-1] == ("assessment", "Blue fever: rest")


def test_a_line_that_was_cut_by_its_width_goes_on():
    note = "HPI: he told us of a fever that had begun three days before the visit and\nof a cough too"
    assert len(told(note)) == 1


@pytest.mark.parametrize("text", ["Temp 38.6 today", "seen by Dr. Who today", "Crohn's vs. colitis"])
def test_a_point_within_a_sentence_ends_none(text):
    assert len(told(text)) == 1


def test_words_have_places_items_and_no_list_numbers_of_ulcers():
    note = "#1 ulcer, R foot (old)"
    (sentence,) = sentences(note)
    assert [(w.text, w.item, note[w.start : w.end]) for w in sentence.words] == [
        ("ulcer", 0, "ulcer"),
        ("r", 1, "R"),
        ("foot", 1, "foot"),
        ("old", 2, "old"),
    ]


def test_what_is_masked_is_no_word():
    (sentence,) = sentences("seen by ⟦name⟧ today")
    assert [word.text for word in sentence.words] == ["seen", "by", "today"]


def test_a_novel_without_a_stop_is_cut():
    assert [len(s.words) for s in sentences("word " * (MOST_WORDS + 5))] == [MOST_WORDS, 5]


def test_a_part_of_the_body_at_the_beginning_is_the_title_of_a_note():
    assert [section for _, _, section in headings("NEURO: weak arm.\nAssessment: stroke")] == ["story", "assessment"]
    assert [section for _, _, section in headings("Exam:\nNeuro: weak arm")] == ["exam", "exam"]
