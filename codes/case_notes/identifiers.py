"""What may tell who a patient is, masked: the identifiers of the Safe Harbor rule, 45 CFR 164.514(b)(2)(i).

Patterns find what stands as such things are written. They do not find everything, and nobody is told that they do.
"""

import re
from dataclasses import dataclass

from codes.case_notes.tables import column
from codes.case_notes.text import END, MASK

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?:19|20)\d\d"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
NUMERIC = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d|{YEAR}-\d{{1,2}}-\d{{1,2}})"
WRITTEN = rf"(?:{MONTH}\s+{DAY}(?:,?\s+{YEAR})?|{DAY}\s+{MONTH},?\s+{YEAR})"
# "no. ", "#:" behind the word for a number, and the number: at least one digit.
NO = r"[ \t]*(?:number|num|no\.?|#|id)?[ \t]*[:#=]?[ \t]*"
NUMBER = r"(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]{2,}"
LONG_NUMBER = r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,}"
STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|ter|circle|cir|"
    r"highway|hwy|parkway|pkwy|trail|trl)"
)
CITY = r"(?-i:[A-Z])[a-z]+(?:[ \t](?-i:[A-Z])[a-z]+)?"
ADDRESS = (
    rf"\b\d{{1,6}}[ \t]+(?:[NSEW]\.?[ \t]+)?(?:(?-i:[A-Z])[\w'.]*[ \t]+|\d+(?:st|nd|rd|th)[ \t]+){{1,3}}{STREET}\b\.?"
    rf"(?:,?[ \t]*(?:apt|unit|suite|ste|#)\.?[ \t]*\w+)?"
    rf"(?:,?[ \t]+{CITY},?[ \t]+(?-i:[A-Z]{{2}})(?:[ \t]+\d{{5}}(?:-\d{{4}})?)?)?"
)
AMOUNT = r"(?:mg|mcg|ml|units?|kcal|cal|g)\b"
RECORD = r"(?:mrn?|m\.r\.n\.|medical record|chart|record|fin|csn|encounter|accession|case)"
MEMBER = (
    r"(?:member|subscriber|policy|insurance|medicaid|medicare|mbi|hicn|group|acct|account|claim|auth(?:orization)?|"
    r"beneficiary)(?:[ \t]+(?:id|number|no\.?|#))*"
)
LICENCE = r"(?:licen[sc]e|dl|npi|dea|serial|vin|plate|device id|certificate|imei|s/n)"
DATED = (
    r"(?:on|since|date|dos|seen|visit|admitted|discharged|dated|adm|d/c'?d|until|through|appointment|appt)"
    r"[ \t]*:?[ \t]+"
)
YEARS_OLD = r"[ -]?(?:y/?o\b|y\.o\.|yo\b|years?[ -]?old|yrs?[ -]?old|yr\b|[mf]\b|[ -]?year)"


@dataclass(frozen=True)
class Kind:
    """One kind of identifier: the name that takes its place, how a reader is told, and how it is found.

    Only the group `it` is masked where the expression has one.
    """

    name: str
    told: str
    pattern: re.Pattern


# In this order: what is masked is not looked at again.
PATTERNS = [
    ("email", "e-mail address", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("link", "web address", r"\b(?:https?://|www\.)\S+"),
    ("ssn", "Social Security number", r"\b\d{3}-\d{2}-\d{4}\b"),
    (
        "ssn",
        "Social Security number",
        rf"\b(?:ssn|social security){NO}(?P<it>(?:x{{3}}-?x{{2}}-?)?\d[\d -]{{2,10}}\d)",
    ),
    (
        "birth",
        "date of birth",
        rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?|b\.?d\.?:)[ \t]*[:=]?[ \t]*"
        rf"(?P<it>{NUMERIC}|{WRITTEN})",
    ),
    (
        "phone",
        "telephone or fax number",
        r"(?<![\w/.-])(?:\+?1[-. ])?(?:\(\d{3}\)[ ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w/-])",
    ),
    ("phone", "telephone or fax number", rf"(?<![\w/.-])\d{{3}}-\d{{4}}(?![\w/-]|[ ]?{AMOUNT})"),
    (
        "phone",
        "telephone or fax number",
        r"\b(?:ph|phone|tel|cell|mobile|fax|callback|pager)\.?[ \t]*[:#]?[ \t]*(?P<it>\+?[\d(][\d ().-]{5,}\d)",
    ),
    ("address", "street address", ADDRESS),
    ("address", "street address", r"\bp\.?\s?o\.? box \d+|\baddress[ \t]*:[ \t]*(?P<it>[^\n.;⟦]{4,80})"),
    ("place", "city or ZIP code", r"\b(?:zip(?: code)?[ \t]*:?[ \t]*|(?-i:[A-Z]{2})[ \t]+)(?P<it>\d{5}(?:-\d{4})?)\b"),
    ("place", "city or ZIP code", rf"\b(?:lives in|resides in|resident of|living in)[ \t]+(?P<it>{CITY})"),
    ("record", "medical record number", rf"\b{RECORD}{NO}(?P<it>{NUMBER})\b(?![/%])"),
    ("member", "health plan or account number", rf"\b{MEMBER}[ \t]*[:#=]?[ \t]*(?P<it>{LONG_NUMBER})"),
    ("licence", "licence, vehicle or device number", rf"\b{LICENCE}{NO}(?P<it>{LONG_NUMBER})"),
    ("network", "network address", r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
    ("date", "date", rf"(?<![\w/.-])(?:{NUMERIC})(?![\w/-])|\b{WRITTEN}\b"),
    ("date", "date", rf"\b{DATED}(?P<it>(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?![\w/])"),
    ("age", "age over 89", rf"\b(?:9\d|1[0-2]\d)(?={YEARS_OLD})"),
    ("age", "age over 89", r"\b(?:age|aged)[ \t]*:?[ \t]*(?P<it>9\d|1[0-2]\d)\b"),
    ("number", "long number", r"(?<![\w.-])\d{9,}(?![\w.-])"),
]
KINDS = [Kind(name, told, re.compile(pattern, re.IGNORECASE)) for name, told, pattern in PATTERNS]

# Names
CAPITAL = r"(?:[A-Z][a-z'’]+(?:-[A-Z][a-z]+)*|[A-Z]\.?(?=\s+[A-Z][a-z]))"
UPPER = r"[A-Z][A-Z'’-]{2,}"
NAME = rf"(?:{CAPITAL}|{UPPER})(?:,?[ \t](?:{CAPITAL}|{UPPER}|[A-Z]\b\.?)){{0,3}}"
LABEL = (
    r"(?:patient(?:'s)?(?:[ \t]+name)?|pt|name|re|client|resident|surgeon|assistant|attending|provider|physician|"
    r"author|signed(?: by)?|electronically signed by|dictated by|pcp|referring(?: provider| physician)?|"
    r"emergency contact|guarantor|next of kin|spouse|employer)"
)
SOMEBODY = r"(?:patient|pt|named?|signed by|husband|wife|mother|father|daughter|son|brother|sister|partner|spouse)"
NAMES = [
    re.compile(rf"(?i:\b{LABEL})[ \t]*:[ \t]*(?P<it>{NAME})"),
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|MR|MRS|MS|DR)\b\.?[ \t]+(?P<it>{NAME})"),
    re.compile(rf"(?i:\b{SOMEBODY})[ \t]+(?P<it>{CAPITAL}(?:[ \t](?:{CAPITAL}|[A-Z]\.?)){{0,2}})(?![\w:])"),
    re.compile(
        rf"(?P<it>(?:{CAPITAL}|{UPPER})(?:,?[ \t](?:{CAPITAL}|{UPPER}|[A-Z]\.)){{1,3}})"
        r"(?=[ \t]*[,;]?[ \t]*\(?(?i:d\.?o\.?b\b|mrn\b|born\b|ssn\b))"
    ),
    re.compile(
        rf"(?P<it>{CAPITAL}(?:[ \t](?:{CAPITAL}|[A-Z]\.)){{1,2}}),?[ \t]+"
        r"(?:M\.?D|D\.?O|R\.?N|N\.?P|P\.?A(?:-C)?|DPM|DDS|PhD|LCSW|APRN|FNP|CRNA)\b"
    ),
]
PART = re.compile(r"[^\W\d_][\w'’-]+")
TOGETHER = re.compile(rf"{MASK}name{END}(?:,?[ \t]+(?:[A-Z]\.?[ \t]+)?{MASK}name{END})+")


@dataclass(frozen=True)
class Masked:
    """A note without what the patterns found; `found` is [(how a reader is told, how often)]."""

    text: str
    found: tuple


def masked(text):
    """The Masked note. Masking it again changes nothing."""
    for each in KINDS:
        text = hidden(text, each)
    for pattern in NAMES:
        text = named(text, pattern)
    return Masked(text, tuple(counted(text)))


def counted(text):
    """[(how a reader is told, how often)] of the marks in a text, in the order of KINDS."""
    told = {each.name: each.told for each in KINDS} | {"name": "name"}
    for name, words in told.items():
        if number := text.count(mark_of(name)):
            yield words, number


def mark_of(name):
    return f"{MASK}{name}{END}"


def hidden(text, each):
    """`text` with each match as its mark; the year of a date stays, as the rule allows."""

    def put(match):
        it = "it" if "it" in each.pattern.groupindex and match["it"] else 0
        if MASK in match[it] or inside(text, match.start(it)):
            return match[0]
        year = re.search(YEAR, match[it]) if each.name == "date" else None
        kept = f"{mark_of(each.name)} {year[0]}" if year else mark_of(each.name)
        start = match.start(it) - match.start()
        return match[0][:start] + kept + match[0][start + len(match[it]) :]

    return each.pattern.sub(put, text)


def inside(text, place):
    """Whether a place stands within a mark."""
    return text.rfind(MASK, 0, place) > text.rfind(END, 0, place)


def named(text, pattern):
    """`text` with the names that a pattern finds as marks, wherever their parts stand."""
    parts = set()
    for match in pattern.finditer(text):
        words = PART.findall(match["it"])
        if words and words[0] not in column("no_names") and not inside(text, match.start("it")):
            own = [word for word in words if word not in column("no_names")]
            parts.update([*own, *map(str.upper, own)])
    if not parts:
        return text
    longest_first = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    text = re.sub(rf"(?<![\w⟦-])(?:{longest_first})(?:['’]s)?(?![\w⟧-])", mark_of("name"), text)
    return TOGETHER.sub(mark_of("name"), text)
