"""What has one code of its own: statuses, allergies and long-term drugs by lists, body mass and weeks by numbers."""

import re

from codes.case_notes.findings import Mention
from codes.case_notes.operations import NOT_NOW, operation
from codes.case_notes.tables import longest, phrases
from codes.case_notes.triggers import status_of

PLACES = re.compile(r"\[(.{4})\]")
SIDES = {"right": 0, "left": 1, "bilateral": 2, "": 3}
# Where drugs are taken, not given.
TAKEN = re.compile(
    r"\b(?:on|takes?|taking|cont|continues?|continued|meds?|resume|refill(?:ed)?|daily|bid|qhs|increase|maintained on|"
    r"controlled on|"
    r"home|chronic|long[- ]term|qam|nightly|tid|restart(?:ed)?)\b",
    re.IGNORECASE,
)
STARTED = re.compile(
    r"\b(?:start(?:ed|ing)?|begin|trial of|stop(?:ped)?|d/c'?d?|discontinued?|hold|held|off|allergic)\b", re.IGNORECASE
)
ALLERGIC = re.compile(r"\ballerg(?:y|ies|ic)\b(?: to)?|\b(?:hives|anaphylaxis|rash) (?:to|with|from)\b", re.IGNORECASE)
VACCINATED = "Z23"
GIVEN = re.compile(r"\b(?:given|gave|administered|received today|updated|today|im)\b", re.IGNORECASE)

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


def coded_in(sentence, spans, words):
    """The Mentions of the lists' phrases in a sentence."""
    if sentence.section == "immunization":
        return vaccines(sentence, words)
    found, used = [], set()
    readers = [("allergies", allergy), ("statuses", status), ("procedures", operation), ("drugs", drug)]
    for name, read in readers:
        for first, last, rows in named(name, words):
            scope = status_of(spans, words[first].start, words[last - 1].end)
            mention = None if used & set(range(first, last)) else read(sentence, words[first:last], rows, scope)
            if mention:
                used |= set(range(first, last))
                found.append(mention)
    return found


def vaccines(sentence, words):
    """Vaccines that were given today, whichever they are."""
    given = GIVEN.search(line_of(sentence))
    return [made(words, VACCINATED, "procedures", "service")] if given and words else []


def named(name, words):
    """[(first, last, rows)] of the phrases of a list among these words, the longest first at each place."""
    known, place, found = phrases(name), 0, []
    stems = [word.stem for word in words]
    while place < len(words):
        for length in range(min(longest(name), len(words) - place), 0, -1):
            rows = known.get(tuple(stems[place : place + length]))
            if rows:
                found.append((place, place + length, rows))
                place += length - 1
                break
        place += 1
    return found


def made(words, code, group, status="", because=""):
    query = " ".join(word.raw for word in words)
    return Mention(words[0].start, words[-1].end, "coded", status, because, code=code, group=group, query=query)


def line_of(sentence):
    return sentence.text[sentence.start : sentence.end]


def allergy(sentence, words, rows, scope):
    """What somebody is allergic to; the rash that it gives is none of the patient's now."""
    told = sentence.section == "allergy" or ALLERGIC.search(
        line_of(sentence)[: max(0, words[0].start - sentence.start)]
    )
    if not told or (scope and scope.status in ("negated", "family", "uncertain")):
        return None
    return made(words, rows[0][1], "history", "allergy", "an allergy")


def status(sentence, words, rows, scope):
    """A status, what is over, or a service of the day."""
    kinds = dict(rows)
    meant = scope.status if scope else ""
    past = meant in ("history", "year") or sentence.section == "surgery" and not meant
    if past and "done" in kinds:
        return made(words, kinds["done"], "history", "status", scope.words if scope else "surgical history")
    if "always" in kinds and meant not in ("negated", "family", "uncertain", "hypothetical", "planned"):
        return made(words, kinds["always"], "diagnoses" if kinds["always"][0] != "Z" else "history", "status", "")
    if kinds.get("act") == VACCINATED and not GIVEN.search(line_of(sentence)):
        return None
    if "act" in kinds and meant not in NOT_NOW:
        return made(words, kinds["act"], "procedures", "service", "")
    if meant == "negated" and ("always" in kinds):
        return made(words, "", "history", "negated", scope.words)
    return None


def drug(sentence, words, rows, scope):
    """A drug that is taken for long; one that is only named, begun or stopped says nothing."""
    line = line_of(sentence)
    taken = sentence.section == "medication" or TAKEN.search(line)
    if not taken or (scope and scope.status in ("negated", "family", "history", "hypothetical", "uncertain")):
        return None
    before = line[: words[0].start - sentence.start]
    if STARTED.search(before[-25:]):
        return None
    return made(words, rows[0][1], "history", "medication", "a drug taken for long")


def of_side(code, side):
    """The code of a side: "Z96.65[1239]" and "left" → "Z96.652"."""
    return PLACES.sub(lambda found: found[1][SIDES[side]].replace("-", found[1][3]), code)


# Measures


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
