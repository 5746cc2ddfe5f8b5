"""What a coder pastes, read as the lines of a claim: no database, no network, and no text that it fails on.

One line for each service, as `99213-25 x1`, `64493,50,2`, `J1745 JZ 10 units` or the cells of a spreadsheet; diagnoses
with or without their dot, several on a line if they are. A row of column heads (CPT, Mod, Units) says what is in which
column.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from codes import notation
from codes.claims.claim import MOST_UNITS, Line, Problem
from codes.systems import CPT, HCPCS, ICD10CM

# As many as the largest institutional claim has and a few more; more is refused as a whole.
MOST_LINES = 1000
LONGEST = 60_000
# Of one row, and of what is shown of it again.
LONGEST_ROW, SHOWN = 200, 60
CELLS = re.compile(r"[\t,;|]")
CODE = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
ICD = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?|[A-Z]\d[0-9A-Z]{2,5}")
PCS = re.compile(r"(?=.*\d)(?=.*[A-Z])[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
JOINED = re.compile(r"(\d{4}[0-9A-Z]|[A-Z]\d{4})([0-9A-Z]{2})")
MODIFIER = re.compile(r"[0-9A-Z]{2}")
NUMBER = re.compile(r"[0-9]*[.]?[0-9]+(?:E[0-9]+)?")
MARKED = re.compile(r"X([0-9][0-9.E]*)|([0-9][0-9.]*)(?:X|UNITS?|UN|U)")
# A number below zero; “-25” is a modifier behind its dash.
SIGNED = re.compile(r"X?[+-](?:[0-9]|[0-9]{3,}|[0-9]*\.[0-9]+)")
MONEY = re.compile(r"\$[0-9,.]*")
JOINTS = re.compile("[-–—:/]+")
NUMBERED = re.compile(r"^\s*\d{1,4}[.)]\s+")
ICD_NAMED = re.compile("ICD[- ]?10(?:[- ]?CM)?")
DAYS = [
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
]
# Lower numbers are no modifiers: CPT's begin with 22.
FIRST_MODIFIER = 22
SAYS_UNITS = {"X", "UNITS", "UNIT", "QTY", "QUANTITY", "TIMES"}
SAYS_DIAGNOSIS = {"DX", "ICD", "ICD10", "DIAGNOSIS", "DIAGNOSES", "DIAG"}
SAYS_NOTHING = {"CPT", "HCPCS", "MOD", "MODS", "MODIFIER", "MODIFIERS", "CODE", "CODES", "LINE", "AND"}
# Which of a claim's diagnoses a service is for.
POINTERS = set("ABCDEFGHIJKL")
# The heads of columns, by the beginning of what they say.
HEADS = {
    "code": ("CPT", "HCPCS", "PROC", "CODE", "SERVICE"),
    "modifier": ("MOD",),
    "units": ("UNIT", "QTY", "QUANT", "UOS"),
    "diagnosis": ("DX", "DIAG", "ICD"),
    "day": ("DATE", "DOS"),
    "nothing": ("LINE", "#", "CHARGE", "AMOUNT", "FEE", "DESC", "POS", "PLACE", "POINTER", "NDC", "PRICE", "NO"),
}


class RefusedError(ValueError):
    """More was pasted than is checked at once."""


@dataclass
class Item:
    """A line while its row is read; `again` is set of a diagnosis that is named beside a service."""

    text: str
    readings: tuple = ()
    modifiers: list = field(default_factory=list)
    units: str | None = None
    day: date | None = None
    problems: list = field(default_factory=list)
    again: bool = False

    @property
    def is_service(self):
        return any(reading.system in (CPT.key, HCPCS.key) for reading in self.readings)


def read(text, most=MOST_LINES):
    """The Lines of a pasted text, numbered from 1. Raises RefusedError where it is longer than is checked at once."""
    if len(text) > LONGEST:
        raise RefusedError(f"The claim has {len(text):,} characters; up to {LONGEST:,} are checked at once.")
    items, seen, heads = [], set(), None
    for row in plain(text).split("\n"):
        if found := heads_of(row):
            heads = found
        elif row.strip():
            # The rows of a spreadsheet name the same diagnoses again and again.
            new = [item for item in items_of(row, heads) if not (item.again and item.readings in seen)]
            seen.update(item.readings for item in new)
            items += new
        if len(items) > most:
            raise RefusedError(f"The claim has more than {most:,} lines, the most that are checked at once.")
    return tuple(line_of(number, item) for number, item in enumerate(items, start=1))


def plain(text):
    """In upper case, with plain digits and letters, and without what is not seen."""
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.upper().replace("×", "X")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def heads_of(row):
    """What each column holds where a row is the heads of columns, else None."""
    cells = [cell.strip(" \"'") for cell in CELLS.split(row)]
    roles = [next((role for role, words in HEADS.items() if cell.startswith(words)), "") for cell in cells]
    named = [role for role, cell in zip(roles, cells, strict=True) if cell]
    is_heads = all(named) and {"code", "diagnosis"} & set(named) and not re.search(r"\d{3}", row)
    return roles if is_heads and len(cells) > 1 else None


# One row


def items_of(row, heads):
    """The Items of one row: a service, or as many codes as stand on it; without any, one that says so."""
    reader = Row()
    if len(row) > LONGEST_ROW:
        reader.problem(f"Only the first {LONGEST_ROW} characters of the line were read.")
    cells = CELLS.split(NUMBERED.sub("", ICD_NAMED.sub("ICD10", row[:LONGEST_ROW])))
    for place, cell in enumerate(cells):
        role = heads[place] if heads and place < len(heads) else ""
        reader.cell(cell, role, after_empty=place > 0 and not cells[place - 1].strip())
    return reader.finish(shown(row))


def shown(text):
    """Typed text as it is told again."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


class Row:
    """The reader of one row, word by word: what it has met so far."""

    def __init__(self):
        self.items, self.problems, self.unread = [], [], []
        self.diagnoses = self.units_next = self.after_empty = False
        self.day = None

    def problem(self, text, *, fatal=False):
        self.problems.append(Problem(text, fatal))

    @property
    def service(self):
        """The service that modifiers and units belong to, or None."""
        return self.items[-1] if self.items and self.items[-1].is_service else None

    def cell(self, text, role, *, after_empty):
        """One cell of a spreadsheet, or all of a line that has none."""
        if role == "nothing":
            return
        self.units_next, self.after_empty = role == "units", after_empty and not role
        for word in re.sub("[\"'()]", " ", text).split():
            self.word(word, role)

    def word(self, word, role):
        """What stands between spaces: a day, an amount of money, or parts joined by dashes."""
        day = day_of(word)
        if isinstance(day, date):
            self.day = day
        elif day:
            self.problem(f"{day} is no day of the calendar.")
        elif self.service and SIGNED.fullmatch(word):
            self.count(word.lstrip("X"))
        elif not MONEY.fullmatch(word):
            for place, part in enumerate(part for part in JOINTS.split(word) if part):
                self.part(part.rstrip("."), role, joined=place > 0)

    def part(self, text, role, *, joined):
        """One code, modifier, number or word."""
        if text in SAYS_DIAGNOSIS:
            self.diagnoses = True
        elif text in SAYS_UNITS:
            self.says_units(text)
        elif self.service and role != "code" and self.stands_behind(text):
            self.behind(text, modifier_first=joined or role == "modifier")
        elif readings := readings_of(text, is_diagnosis=self.diagnoses or role == "diagnosis"):
            again = role == "diagnosis" or any(item.is_service for item in self.items)
            self.items.append(Item(text, readings=readings, again=again))
        elif text and text not in SAYS_NOTHING and text not in POINTERS:
            self.unread.append(text)

    def says_units(self, text):
        """“10 units”, where two figures were taken for a modifier, or “units 10”."""
        service = self.service
        if not service or service.units is not None:
            return
        if text.startswith("UNIT") and service.modifiers and service.modifiers[-1].isdigit():
            service.units = service.modifiers.pop()
        else:
            self.units_next = True

    def stands_behind(self, text):
        """Whether it is a modifier or units, and no code."""
        number = NUMBER.fullmatch(text) and (self.units_next or not CODE.fullmatch(text))
        return bool(number or MODIFIER.fullmatch(text) or MARKED.fullmatch(text))

    def behind(self, text, *, modifier_first):
        """A modifier or the units of the service: X1 is units, but as “-X1” a modifier."""
        marked = MARKED.fullmatch(text)
        if marked and not (modifier_first and MODIFIER.fullmatch(text)):
            self.count(marked[1] or marked[2])
        elif self.units_next or not MODIFIER.fullmatch(text) or self.is_count(text):
            self.count(text)
        else:
            self.service.modifiers.append(text)

    def is_count(self, text):
        """Whether two figures are units: no modifier is as low, and behind an empty cell for modifiers stand units."""
        return text.isdigit() and (int(text) < FIRST_MODIFIER or self.after_empty)

    def count(self, text):
        """The units of the service; a second number is not read."""
        self.units_next = False
        if self.service.units is None:
            self.service.units = text
        else:
            self.unread.append(text)

    def finish(self, text):
        """The Items; what was not read is told with the first."""
        if self.unread:
            self.problem(f"Not read: {', '.join(f'“{shown(each)}”' for each in self.unread[:5])}.")
        if not self.items:
            return [Item(text, problems=[Problem(f"There is no code in “{text}”.", fatal=True)])]
        for item in self.items:
            item.day = self.day
        self.items[0].problems += self.problems
        if len(self.items) == 1:
            self.items[0].text = text
        return self.items


def readings_of(text, is_diagnosis):
    """The codes that a word may stand for: with a dot, or where diagnoses are told, only diagnoses."""
    if not (CODE.fullmatch(text) or ICD.fullmatch(text) or PCS.fullmatch(text) or JOINED.fullmatch(text)):
        return ()
    found = notation.readings(text)
    if is_diagnosis or "." in text:
        found = [reading for reading in found if reading.system == ICD10CM.key]
    return tuple(found)


def day_of(token):
    """The day that a word names, the word itself where it has the form of one and is none, None for other words."""
    found = next((found for pattern in DAYS if (found := pattern.fullmatch(token))), None)
    if found is None:
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return token


# Lines


def line_of(number, item):
    units, problems = units_of(item.units)
    return Line(
        number=number,
        text=item.text,
        readings=item.readings,
        modifiers=tuple(item.modifiers),
        units=units,
        day=item.day,
        problems=tuple(item.problems) + problems,
    )


def units_of(text):
    """(units, problems): a whole number from 1 to MOST_UNITS; 1 where nothing is said."""
    if text is None:
        return 1, ()
    if not re.fullmatch(r"\+?\d+(\.0*)?", text) or len(text) > 30:
        return None, (Problem(f"“{shown(text)}” units: units are whole numbers from 1 to {MOST_UNITS:,}.", fatal=True),)
    number = int(text.lstrip("+").split(".")[0])
    if not 1 <= number <= MOST_UNITS:
        return None, (Problem(f"{shown(text)} units: units are from 1 to {MOST_UNITS:,}.", fatal=True),)
    return number, ()


def of_parts(number, code, modifiers=(), units=1):
    """A Line whose parts are given apart, as programs do: the same reading, and the same problems with what is none."""
    typed = plain(str(code)).strip()
    item = Item(shown(typed), readings=readings_of(typed, is_diagnosis=False))
    item.modifiers = [shown(plain(str(each)).strip()) for each in modifiers]
    item.units = None if units is None else str(units)
    if not item.readings:
        item.problems = [Problem(f"“{item.text}” is no code.", fatal=True)]
    return line_of(number, item)
