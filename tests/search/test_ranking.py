"""The ranking: what fits better comes first, whatever stands around it."""

import numpy as np
import pytest

from codes.search import thesaurus
from codes.search.changes import changed
from codes.search.index import Builder
from codes.search.phrases import Source
from tests.search.phrases_of import a_row, an_index, said, values

CACHES = (thesaurus.thesaurus, thesaurus.common, thesaurus.said_of_codes, thesaurus.little_apart)


@pytest.fixture(autouse=True)
def lists(tmp_path, monkeypatch):
    """Word lists of invented words in place of ours."""
    (tmp_path / "abbreviations.tsv").write_text("bf\tblue fever | big foot\nxx\t-\n")
    lay = [
        "had a sneezy nose\told sneeze\tQ13.0",
        "sneezy nose\trhinorrhea\tQ12.0",
        "bitten by a newt\tnewt bite",
        "left snout block\tgobble",
    ]
    (tmp_path / "lay.tsv").write_text("\n".join(lay))
    (tmp_path / "equivalents.tsv").write_text("ear\taural\tear shell\n")
    (tmp_path / "brands.tsv").write_text("febrix\tfebrixumab\n")
    (tmp_path / "common.tsv").write_text("icd10cm\tQ30.1\t3\n")
    monkeypatch.setattr(thesaurus, "FOLDER", tmp_path)
    for kept in CACHES:
        kept.cache_clear()
    yield
    for kept in CACHES:
        kept.cache_clear()


def test_it_works():
    index = an_index(Q110="Blue fever of the ear", Q111="Green fever", Q112="Blue rash")
    assert values(index, "blue fever")[0] == "Q110"


def test_the_phrase_that_says_less_besides_comes_first():
    index = an_index(Q110="Blue fever of the seventh toe", Q111="Blue fever")
    assert values(index, "blue fever") == ["Q111", "Q110"]


def test_what_is_unsaid_and_usual_hardly_counts():
    index = an_index(Q110="Blue fever, unspecified, initial encounter", Q111="Blue fever of toes")
    assert values(index, "blue fever") == ["Q110", "Q111"]


def test_the_commoner_code_comes_first_among_equals():
    index = an_index(Q200="Red cough", Q301="Red cough")
    assert values(index, "red cough") == ["Q200", "Q301"]
    rows = [a_row(1, "Q20.0"), a_row(2, "Q30.1")]
    index = Builder(rows, [*said(1, "Red cough"), *said(2, "Red cough")]).build()
    assert values(index, "red cough") == ["Q301", "Q200"]


def test_a_deleted_code_comes_last():
    rows = [a_row(1, "Q10", status="deleted", billable=False), a_row(2, "Q20")]
    index = Builder(rows, [*said(1, "Red cough"), *said(2, "Red cough")]).build()
    assert values(index, "red cough") == ["Q20", "Q10"]


def test_an_abbreviation_stands_for_each_of_its_meanings_the_first_before_the_others():
    index = an_index(Q110="Big foot", Q111="Blue fever")
    assert values(index, "bf") == ["Q111", "Q110"]


def test_an_abbreviation_that_says_nothing_is_dropped():
    index = an_index(Q110="Blue fever", Q111="Spots")
    assert values(index, "xx blue fever") == ["Q110"]


def test_lay_words_lead_to_what_is_printed_in_any_order():
    index = an_index(Q110="Newt bite", Q111="Rhinorrhea")
    assert values(index, "sneezy nose") == ["Q111"]
    assert values(index, "a newt has bitten me")[0] == "Q110"


def test_a_side_may_stand_within_a_phrase():
    index = an_index(Q110="Left newt bite", Q111="Right newt bite", Q112="Bitten left", Q113="Gobble")
    assert values(index, "bitten by a left newt")[:2] == ["Q110", "Q111"]
    assert values(index, "bitten left newt", typing=True)[0] == "Q110"
    # Unless it belongs to a phrase itself.
    assert values(index, "old left snout block")[0] == "Q113"


def test_what_little_words_tell_apart_is_told_apart():
    index = an_index(Q110="Rhinorrhea", Q111="Old sneeze")
    assert values(index, "sneezy nose") == ["Q110"]
    assert values(index, "had a sneezy nose") == ["Q111"]
    assert [said for said, *_ in thesaurus.said_of_codes()] == ["sneezy nose"]


def test_words_of_one_meaning_stand_for_one_another():
    index = an_index(Q110="Aural spots", Q111="Spots of the nose")
    assert values(index, "ear spots")[0] == values(index, "ear shell spots")[0] == "Q110"


def test_a_brand_stands_for_its_drug():
    assert values(an_index(J9991="Injection, febrixumab, 1 mg"), "febrix") == ["J9991"]


@pytest.mark.parametrize("text", ["rhinorhea", "rinorrhea", "rhinorrea", "rhinorrhaea"])
def test_a_misspelt_word(text):
    assert values(an_index(Q110="Rhinorrhea", Q111="Diarrhea"), text)[0] == "Q110"


def test_two_words_written_as_one_and_one_written_as_two():
    index = an_index(Q110="Footfever", Q111="Blue spots")
    assert values(index, "bluespots") == ["Q111"]
    assert values(index, "foot fever") == ["Q110"]


def test_a_word_cut_short_and_a_word_that_is_being_typed():
    index = an_index(Q110="Paroxysmal cough", Q111="Cough")
    assert values(index, "parox cough")[0] == "Q110"
    assert values(index, "cough par", typing=True)[0] == "Q110"
    assert "Q110" in values(index, "p", typing=True)


def test_what_is_denied():
    index = an_index(Q110="Blue fever with coma", Q111="Blue fever without coma")
    assert values(index, "blue fever no coma") == values(index, "blue fever w/o coma") == ["Q111", "Q110"]
    assert values(index, "blue fever coma")[0] == "Q110"


def test_the_words_of_the_headings_above_count():
    rows = [a_row(1, "Q11", kind="heading", billable=False), a_row(2, "Q11.1", parent_id=1), a_row(3, "Q12")]
    index = Builder(rows, [*said(1, "Blue fever"), *said(2, "Left toe"), *said(3, "Left eye")]).build()
    assert values(index, "left toe blue fever")[0] == "Q111"


def test_optional_words_may_be_said_and_need_not():
    rows = [a_row(1, "Q11"), a_row(2, "Q12")]
    phrases = [*said(1, "Fever (blue) (lasting)", source=Source.INDEX), *said(2, "Fever, seventh")]
    index = Builder(rows, phrases).build()
    assert values(index, "fever")[0] == values(index, "lasting fever")[0] == "Q11"


def test_codes_of_one_family_step_back():
    texts = {f"S1100{letter}": f"Blue bruise, {letter} encounter" for letter in "ADGKPS"}
    found = values(an_index(**texts, T200="Blue bruise of seven very long toes"), "blue bruise")
    assert found.index("T200") < 6


def test_only_what_is_allowed():
    index = an_index(Q110="Blue fever", Q111="Blue fever of toes")
    assert values(index, "blue fever", allowed=index.bare == b"Q111") == ["Q111"]


@pytest.mark.parametrize("text", ["", "the of", "qqqqqqqqqq", "-", "\x00", "no", "without", "w/o"])
def test_what_says_nothing_finds_nothing(text):
    assert values(an_index(Q110="Blue fever"), text) == []


def test_an_empty_index():
    index = Builder([], []).build()
    assert values(index, "blue fever") == values(index, "b", typing=True) == []


def test_a_thousand_words_are_cut():
    index = an_index(Q110="Blue fever")
    assert values(index, "blue fever " * 5_000) == ["Q110"]


# Codes that changed


def changed_to(index, key, value, text, **above):
    return changed(index, {key}, [a_row(key, value)], said(key, text), above)


def test_a_changed_code_is_found_by_its_new_words_alone():
    index = an_index(Q110="Blue fever", Q111="Green fever")
    now = changed_to(index, 1, "Q110", "Purple zebra stripes")
    assert values(now, "purple zebra") == ["Q110"]
    assert values(now, "blue fever") == ["Q111"]
    assert values(index, "blue fever")[0] == "Q110"


def test_a_new_code_is_found_beside_the_old():
    index = an_index(Q110="Blue fever")
    now = changed_to(index, 2, "Q112", "Blue fever of toes")
    assert values(now, "blue fever") == ["Q110", "Q112"]
    assert values(now, "toes") == values(now, "toe", typing=True) == ["Q112"]
    assert values(now, "blue toe fevr")[0] == "Q112"


def test_a_changed_index_ranks_as_one_built_anew():
    texts = {"Q110": "Blue fever of the ear", "Q111": "Green fever", "Q112": "Blue rash of the ear", "Q113": "Rash"}
    whole = an_index(**texts)
    part = an_index(**{value: text for value, text in texts.items() if value != "Q112"} | {"Q112": "Old words"})
    key = int(part.key[part.bare == b"Q112"][0])
    now = changed_to(part, key, "Q112", texts["Q112"])
    for text in ("blue", "ear", "rash", "blue ear rash", "green fever"):
        assert sorted(values(now, text)) == sorted(values(whole, text))


def test_a_code_that_is_gone_is_not_found():
    index = an_index(Q110="Blue fever", Q111="Blue fever of toes")
    assert values(changed(index, {1}, [], [], {}), "blue fever") == ["Q111"]


def test_the_arrays_of_a_changed_index_fit_one_another():
    index = an_index(Q110="Blue fever", Q111="Green fever")
    now = changed_to(index, 3, "Q113", "Purple stripes without fever")
    assert len(now.owner) == len(now.norm) == len(now.source) == len(now.said_at) - 1 == now.phrases_at[-1]
    assert len(now.stem) == len(now.idf) == len(now.bagged_at) - 1
    assert now.said_at[-1] == len(now.said) and now.bagged_at[-1] == len(now.bagged)
    assert now.bagged.max() < len(now.key) and (now.said >> 1).max() < len(now.stem)
    assert np.all(np.diff(now.phrases_at) >= 0) and np.all(np.diff(now.bagged_at) >= 0)
