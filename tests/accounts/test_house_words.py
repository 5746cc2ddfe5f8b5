"""Passwords that are made of the words of this site are refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.house_words import WORDS, HouseWordsValidator

SAID = "made of words of this site"


def refused(password):
    try:
        HouseWordsValidator().validate(password)
    except ValidationError as error:
        return SAID in str(error)
    return False


@pytest.mark.parametrize(
    "password",
    [
        "CodeAhead2026",
        "codeahead!!",
        "code-ahead-27",
        "MedicalCoder1",
        "medical billing and coding",
        "ICD10CM-2027!",
        "Case2Code2026",
        "HCPCSlookup99",
        "WelcomeCoder",
        "cptcptcptcpt",
    ],
)
def test_words_of_the_house(password):
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "a long enough password",
        "coding horses dance",
        "7261-9930-4417",
        "!!!???!!!???",
        "grün-violett-kupfer",
        "codeahead marmalade",
    ],
)
def test_others_pass(password):
    assert not refused(password)


def test_it_is_asked_of_all_who_set_one():
    with pytest.raises(ValidationError, match=SAID):
        validate_password("CodeAhead2026")


def test_the_longest_word_is_taken_first():
    assert sorted(WORDS, key=len, reverse=True) == WORDS
