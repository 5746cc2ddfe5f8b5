"""How a finding is meant: said not to be, over, a relative's, uncertain, to come.

After the published NegEx (Chapman and others, 2001) and ConText (Harkema and others, 2009): words that say so, with the
scope that they have in a sentence, words that end a scope, and words that look like the first and are none.
"""

import re
from dataclasses import dataclass
from functools import cache

from codes.case_notes.tables import rows

# Which of several holds.
STRENGTH = ["negated", "family", "hypothetical", "uncertain", "planned", "history"]
YEAR = re.compile(r"\b(?:in |since )?((?:19|20)\d\d)\b")
REPORTS = re.compile(
    r"\s*(?:,\s*)?(?:reports?|reported|states?|stated|says|said|notes|noted|notices|noticed|brings|brought|concerned|"
    r"worried|thinks|feels|at bedside|present|here|gives|gave|asks|provides|describes|denies|wants|called|is here|"
    r"confirms|agrees|helps)\b"
)
COMPANY = re.compile(
    r"(?:\b(?:with|w/|by|from|per|his|her|lives with|and|of|to|for)|\bhere w/)\s*(?:his |her |the |both )?$"
)
# What is denied with "without" goes on over commas where it is a list.
LIST = re.compile(r",[^,.;]{1,40},?\s(?:or|nor)\s")
# What stands beside a name makes another of so many words: "high dose flu vaccine".
BESIDE = 3
KIN_ALONE = re.compile(r"\s*(?:\)|$|[,.;])")


@dataclass(frozen=True)
class Scope:
    """Between `start` and `end` of the text findings are `status`; `words` say so and stand at `at`."""

    start: int
    end: int
    status: str
    words: str
    at: int


@cache
def lists():
    """{words: [(status, direction, reach)]} and the expression that finds them, the longest first."""
    found = {}
    for words, *cells in rows("triggers"):
        status, direction, reach = [*cells, "", "", ""][:3]
        found.setdefault(words, []).append((status, direction, reach))
    ordered = sorted(found, key=len, reverse=True)
    pattern = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in ordered)
    return found, re.compile(rf"(?<![\w/])(?:{pattern})(?![\w])")


def told(sentence):
    """[(start, end, [(status, direction, reach)], words)] of the words that say how findings are meant."""
    known, pattern = lists()
    text = lowered(sentence.text[sentence.start : sentence.end])
    found = []
    for match in pattern.finditer(text):
        words = " ".join(match[0].split())
        found.append((sentence.start + match.start(), sentence.start + match.end(), known.get(words, []), words))
    return found


def lowered(text):
    """`text` in lower case, each character at its own place."""
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text.replace("’", "'"))


def scopes(sentence):
    """The Scopes of a sentence."""
    marks = told(sentence)
    ends = sorted({mark[0] for mark in marks if has(mark, "ends") or has(mark, "before")})
    found = []
    for mark in marks:
        for status, direction, reach in mark[2]:
            company = status == "family" and direction == "before" and is_company(sentence, mark)
            if direction and not company:
                span = ahead(sentence, mark, reach, ends) if direction == "before" else behind(sentence, mark, reach)
                found.append(Scope(*span, status, mark[3], mark[0]))
    return [*found, *years(sentence)]


def has(mark, wanted):
    return any(wanted in role for role in mark[2])


def is_company(sentence, mark):
    """Whether a relative is only there or tells something: "here with mom", "mother reports"."""
    before = lowered(sentence.text[sentence.start : mark[0]])
    behind_it = lowered(sentence.text[mark[1] : sentence.end])
    return bool(COMPANY.search(before)) or bool(REPORTS.match(behind_it)) or bool(KIN_ALONE.match(behind_it))


def ahead(sentence, mark, reach, ends):
    """The scope behind words: to what ends it, for an item to the next comma."""
    start, status = mark[1], mark[2][0][0]
    stops = [end for end in ends if end > start and not continues(sentence, start, end, status)]
    end = stops[0] if stops else sentence.end
    if reach == "item" and not (status == "negated" and LIST.search(sentence.text, start, end)):
        end = min(end, end_of_item(sentence, start))
    return start, end


def end_of_item(sentence, start):
    """Where the item ends that begins at `start`; there, where nothing of it follows."""
    first = next((word for word in sentence.words if word.start >= start), None)
    if first is None or "," in sentence.text[start : first.start]:
        return start
    rest = (word for word in sentence.words if word.item > first.item and not in_brackets(sentence, word))
    return next((word.start for word in rest), sentence.end)


def in_brackets(sentence, word):
    """Whether a word stands in brackets: what they hold is said of what stands before them."""
    before = sentence.text[sentence.start : word.start]
    return before.count("(") > before.count(")")


def continues(sentence, start, end, status):
    """A verb or kinship at once behind a relative does not end what is said of that relative."""
    return status == "family" and not sentence.text[start:end].strip(" ,:()'s")


def behind(sentence, mark, reach=""):
    """The scope before words that stand behind a finding: back to the beginning of its item, or over a few words.

    Behind a comma they must stand alone: "gout, resolved".
    """
    before = [word for word in sentence.words if word.start < mark[0]]
    after = [word for word in sentence.words if word.start >= mark[1]]
    own = [word for word in sentence.words if mark[0] <= word.start < mark[1]]
    if not before or not own:
        return mark[0], mark[0]
    if own[0].item != before[-1].item and after and after[0].item == own[-1].item:
        return mark[0], mark[0]
    same_item = [word.start for word in before if word.item == before[-1].item]
    if reach == "beside":
        same_item = same_item[-BESIDE:] if own[0].item == before[-1].item else [mark[0]]
    return same_item[0], mark[0]


def years(sentence):
    """A year behind a finding says that it is of the past."""
    for match in YEAR.finditer(sentence.text, sentence.start, sentence.end):
        start, end = behind(sentence, (match.start(), match.end()))
        start = max([start, *(mark[1] for mark in told(sentence) if mark[1] <= match.start())])
        if end > start:
            yield Scope(start, end, "year", match[1], match.start())


def status_of(found, start, end):
    """The Scope that holds for a finding between two places, or None."""
    over = [scope for scope in found if scope.start <= start and end <= scope.end]
    for status in (*STRENGTH, "year"):
        for scope in over:
            if scope.status == status:
                return scope
    return None


def free_of_triggers(words, sentence):
    """The words but for those that say how others of the sentence are meant; a "test" may be part of a name."""
    marks = [mark for mark in told(sentence) if any(role[1] and role[2] != "beside" for role in mark[2])]
    return [word for word in words if not any(m[0] < word.end and word.start < m[1] for m in marks)]
