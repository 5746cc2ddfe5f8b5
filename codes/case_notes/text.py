"""A note cut into sections, sentences and words, each with its place in the text."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from codes.case_notes.tables import rows
from codes.search.tokens import plain, stem
from codes.search.tokens import words as words_of

# A masked identifier: its kind between two marks.
MASK, END = "⟦", "⟧"
MARK = re.compile(rf"{MASK}([a-z]+){END}")
TOKEN = re.compile(r"[^\W_]+(?:\.\d+|['’]s\b)?")
# A heading: at the beginning of a line, or behind the end of a sentence.
HEADING = re.compile(
    r"(?:^[ \t>*#•-]*(?:\d{1,2}[.)][ \t]+)?|(?<=[.;)]\s)|(?<=[.;]\s\s))([A-Za-z][A-Za-z0-9 /&+().,-]{0,40}?)[ \t]*:",
    re.MULTILINE,
)
BARE_HEADING = re.compile(
    r"^(Exam|PE|Labs|Plan|Meds|Allergies|ROS|PMH|PSH|FHx?|SHx?)\b(?=[ \t]+\w)"
    r"|^[ \t*#]*([A-Za-z][A-Za-z /&+-]{1,40}?)[ \t]*$",
    re.MULTILINE,
)
# At the beginning of a line, a few words with a capital.
UNKNOWN = re.compile(r"[ \t]*[A-Z][A-Za-z/&-]*(?:[ ][A-Za-z/&-]+){0,3}[ \t]*:")
# A sentence ends at a full stop that is no decimal point, at a semicolon, and at the end of a line that is full.
ENDS = re.compile(
    r"(?<![A-Z.]\.[a-z])(?<!\bvs)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bNo)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)[.!](?=\s|$)|[;\n\r]|(?<=\w)\?(?=\s+[A-Z]|$)"
)
ITEMS = re.compile(r"[,()\[\]:|•]|\s-+\s|\s–\s|\s—\s|->|→|(?<=\s)[+&](?=\s)")
# Before the number of a list, and before what stands for an identifier.
HIDDEN = ("#", MASK)
# Parts of an examination that are the specialty of a note where it begins with them.
TITLES = {
    "neuro",
    "psych",
    "gi",
    "gu",
    "cv",
    "cardio",
    "resp",
    "pulm",
    "skin",
    "derm",
    "msk",
    "ortho",
    "gyn",
    "ent",
    "eyes",
}
# A line that was cut by width alone goes on in the next one.
FULL_LINE = 60
# Of one sentence; a novel without a stop is cut.
MOST_WORDS = 60


@dataclass(frozen=True)
class Word:
    """A word as it stands at `start` to `end`; `item` counts the breaks before it in its sentence."""

    text: str
    start: int
    end: int
    item: int
    raw: str

    @property
    def stem(self):
        return stem(self.text)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a section: `section` is "" where no heading was told."""

    start: int
    end: int
    section: str
    words: tuple
    text: str


@cache
def sections():
    """{heading in lower case: section}."""
    return dict(rows("sections"))


def headings(text):
    """[(where it starts, where its text starts, section)] of the headings of a note, in their order.

    A heading that no list knows ends a section, but not the assessment, where each problem may be one.
    """
    found = {}
    for match in HEADING.finditer(text):
        known = section_of(match[1])
        if known:
            found[match.start(1)] = (match.start(1), match.end(), known)
        elif UNKNOWN.fullmatch(text[text.rfind("\n", 0, match.start(1)) + 1 : match.end()]):
            found[match.start(1)] = (match.start(1), match.start(1), "")
    for match in BARE_HEADING.finditer(text):
        group = 1 if match[1] else 2
        if known := section_of(match[group]):
            found.setdefault(match.start(group), (match.start(group), match.end(group), known))
    return without_problems(without_title([found[start] for start in sorted(found)], text))


def without_title(marks, text):
    """The marks, but where a note begins with "NEURO:" that is its title: what follows is the story."""
    titled = marks and not text[: marks[0][0]].strip() and plain(text[slice(*marks[0][:2])]).strip(" :") in TITLES
    return [(*marks[0][:2], "story"), *marks[1:]] if titled else marks


def section_of(heading):
    return sections().get(plain(" ".join(heading.split())))


def without_problems(marks):
    kept = []
    for mark in marks:
        if mark[2] or not kept or kept[-1][2] not in ("assessment", "plan", "order"):
            kept.append(mark)
    return kept


def blocks(text):
    """[(start, end, section)]: what stands under each heading, the heading left out.

    What somebody is allergic to ends with its sentence where the heading stands within a line.
    """
    marks = [(0, 0, ""), *headings(text)]
    ends = [mark[0] for mark in marks[1:]] + [len(text)]
    for (_, start, section), end in zip(marks, ends, strict=True):
        if section == "allergy" and (stop := re.search(r"\.\s|\n(?![ \t]*[-*•\d])", text[start:end])):
            yield start, start + stop.start(), section
            yield start + stop.start(), end, ""
        else:
            yield start, end, section


def sentences(text):
    """The Sentences of a note, in their order."""
    for start, end, section in blocks(text):
        for first, last in parts(text, start, end):
            words = tuple(words_in(text, first, last))
            for place in range(0, len(words), MOST_WORDS):
                some = words[place : place + MOST_WORDS]
                until = last if place + MOST_WORDS >= len(words) else some[-1].end
                yield Sentence(some[0].start if place else first, until, section, some, text)


def parts(text, start, end):
    """(first, last) of each sentence between two places."""
    first = start
    for match in ENDS.finditer(text, start, end):
        if match[0] in "\n\r" and goes_on(text, match.start(), end):
            continue
        if text[first : match.start()].strip():
            yield first, match.start()
        first = match.end()
    if text[first:end].strip():
        yield first, end


def goes_on(text, at, end):
    """Whether a line that ends at `at` was cut by its width: it is long, and the next begins in lower case."""
    line = text.rfind("\n", 0, at) + 1
    following = text[at + 1 : end].lstrip(" \t")[:1]
    return at - line >= FULL_LINE and following.islower()


def words_in(text, start, end):
    """The Words between two places; what is masked, and the numbers of a list, are none."""
    breaks = [match.start() for match in ITEMS.finditer(text, start, end)]
    for match in TOKEN.finditer(text, start, end):
        if text[match.start() - 1 : match.start()] in HIDDEN:
            continue
        item = bisect_left(breaks, match.start())
        for word in words_of(match[0]):
            yield Word(word, match.start(), match.end(), item, match[0])
