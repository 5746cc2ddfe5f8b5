"""Measures that have codes of their own: the body mass index, weeks of gestation."""

import re

from codes.case_notes.findings import Mention

BMI = re.compile(
    r"\b(?:bmi|body mass index)\W{0,3}(?:of |is |was |at )?\W{0,2}(\d{2}(?:\.\d{1,2})?)(?!\d)", re.IGNORECASE
)
WEEKS = re.compile(
    r"\b(\d{1,2})\s?(?:w(?:k|ks|eeks?)?\s?(?:and |& )?\d\s?d\b|[+ ]?\d/7\b|\s\d/7\b"
    r"|\s?w(?:k|ks|eeks?)?\s*(?:gestation|gestational age|pregnant|ega|ga|iup|pregnancy)\b)",
    re.IGNORECASE,
)
# The first value of each span of the body mass index from 40 on, and its code.
FROM_40 = [(70, "Z68.45"), (60, "Z68.44"), (50, "Z68.43"), (45, "Z68.42"), (40, "Z68.41")]


def measured(sentence):
    """The Mentions of measures in a sentence."""
    for match in BMI.finditer(sentence.text, sentence.start, sentence.end):
        yield Mention(match.start(), match.end(), "coded", code=of_bmi(float(match[1])), group="diagnoses")
    if week := weeks(sentence.text, sentence.start, sentence.end):
        yield Mention(week.start(), week.end(), "coded", code=of_weeks(int(week[1])), group="diagnoses")


def weeks(text, start=0, end=None):
    """The match of the first gestational age in weeks, or None."""
    found = WEEKS.finditer(text, start, len(text) if end is None else end)
    return next((match for match in found if 4 <= int(match[1]) <= 43), None)


def of_bmi(value):
    """The code of an adult's body mass index."""
    if value < 20:
        return "Z68.1"
    return next((code for least, code in FROM_40 if value >= least), f"Z68.{int(value)}")


def of_weeks(number):
    """The code of completed weeks of gestation."""
    return "Z3A.01" if number < 8 else "Z3A.49" if number > 42 else f"Z3A.{number:02d}"


def trimester(number):
    """The trimester as ICD-10-CM counts it: the first to 13 weeks 6 days, the second to 27 weeks 6 days."""
    return "first" if number < 14 else "second" if number < 28 else "third"
