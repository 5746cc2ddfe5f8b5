"""What the page shows of a reading: the text with its marks, the entries by group, the accepted codes."""

from dataclasses import dataclass, field

from codes.case_notes.identifiers import KINDS
from codes.case_notes.text import MARK
from codes.guided import url_for
from codes.labels import label_of, listed_as
from codes.status import line_chips

MASKED = {kind.name: kind.told for kind in KINDS} | {"name": "name"}
GROUPS = [
    ("diagnoses", "Diagnoses", "ICD-10-CM"),
    ("history", "History and status", "ICD-10-CM"),
    ("procedures", "Procedures and services", "ICD-10-PCS, ICD-10-CM, HCPCS and CPT"),
    ("supplies", "Supplies and drugs", "HCPCS Level II"),
]
# How a phrase without codes is told.
NOT_CODED = {
    "negated": "said not to be",
    "hypothetical": "only spoken of",
    "planned": "planned or asked for, not done",
    "family": "a relative’s, with no code of its own",
    "history": "over, with no code of its own",
}
# A note of a hundred pages would not be read; of the phrases without codes so many are listed.
MOST_NOT_CODED = 100


@dataclass
class Option:
    """A candidate of an entry: `name` of its field, and whether it is accepted, rejected or neither ("")."""

    name: str
    code: object
    why: str
    state: str

    @property
    def value(self):
        return label_of(self.code)

    @property
    def title(self):
        return listed_as(self.code)

    @property
    def chips(self):
        return line_chips(self.code)

    @property
    def choose(self):
        return url_for(self.code)


@dataclass
class Entry:
    """Findings of one best code and one meaning: the places where they stand, and their options."""

    number: int
    group: str
    options: list
    remark: str
    proposed: bool
    places: list = field(default_factory=list)

    @property
    def others(self):
        return self.options[1:]

    @property
    def others_chosen(self):
        """Whether a choice was made among the others, so that they are shown."""
        return any(option.state for option in self.others)


@dataclass(frozen=True)
class Piece:
    """A stretch of the note: plain, masked, or marked with `tone`; `number` of its mark, `entry` that it leads to."""

    text: str
    tone: str = ""
    number: int = 0
    entry: int = 0
    told: str = ""


@dataclass(frozen=True)
class Place:
    """Where a phrase stands: the number of its mark, and its words."""

    number: int
    text: str


@dataclass(frozen=True)
class Shown:
    """`pieces` of the text, `groups` as [(key, heading, systems, entries)], `others` as [(Place, words)].

    `more` others are not listed; `cut` says that some of a long note was not compared.
    """

    pieces: list
    groups: list
    others: list
    more: int
    accepted: list
    cut: bool

    @property
    def accepted_codes(self):
        return [option.code for option in self.accepted]


def shown(note, reading, asked):
    """The Shown of a Reading of `note`; `asked` are the choices that were sent, {name: accept or reject}."""
    numbers = marks_of(reading.findings)
    entries = entries_of(note, reading.findings, numbers, asked)
    others = [(place_of(note, f, numbers), NOT_CODED.get(f.mention.status, "")) for f in uncoded(reading.findings)]
    others = [each for each in others if each[0] is not None]
    groups = [(*group, in_order(entry for entry in entries if entry.group == group[0])) for group in GROUPS]
    return Shown(
        pieces_of(note, reading.findings, numbers, entries),
        [group for group in groups if group[3]],
        others[:MOST_NOT_CODED],
        max(0, len(others) - MOST_NOT_CODED),
        accepted(groups),
        reading.cut,
    )


def in_order(entries):
    """Entries with a code that is proposed before those that are only offered, else in the order of the note."""
    return sorted(entries, key=lambda entry: not entry.proposed)


def uncoded(findings):
    return [finding for finding in findings if not finding.choices]


def marks_of(findings):
    """{(start, end): number} of the places to be marked, none over another, the longer ones first."""
    spans = sorted({(f.mention.start, f.mention.end) for f in findings}, key=lambda span: (span[0] - span[1], span))
    kept = []
    for span in spans:
        if not any(start < span[1] and span[0] < end for start, end in kept):
            kept.append(span)
    return {span: number for number, span in enumerate(sorted(kept), start=1)}


def place_of(note, finding, numbers):
    """The Place of a finding: its own mark, or that of the one which it stands in or reaches into."""
    start, end = finding.mention.start, finding.mention.end
    over = next((span for span in numbers if span[0] < end and start < span[1]), None)
    return Place(numbers[over], note[start:end]) if over else None


def entries_of(note, findings, numbers, asked):
    """The Entries of the findings that have codes: the same best code, meant in the same way, is told once."""
    found = {}
    for finding in findings:
        if not finding.choices:
            continue
        key = (finding.group, finding.choices[0].code, finding.proposed or finding.note)
        if key not in found:
            number = len(found) + 1
            options = options_of(number, finding, asked)
            found[key] = Entry(number, finding.group, options, finding.remark, finding.proposed)
        if (place := place_of(note, finding, numbers)) and place not in found[key].places:
            found[key].places.append(place)
    return list(found.values())


def options_of(number, finding, asked):
    options = []
    for position, choice in enumerate(finding.choices):
        name = f"c{number}-{choice.code.system}-{choice.code.value}"
        state = "accept" if finding.proposed and not position else ""
        if asked is not None:
            state = asked.get(name, "")
        options.append(Option(name, choice.code, choice.why, state))
    return options


def accepted(groups):
    """The accepted codes in the order of the page, each once."""
    found = {}
    for *_, entries in groups:
        for entry in entries:
            for option in entry.options:
                if option.state == "accept":
                    found.setdefault((option.code.system, option.code.value), option)
    return list(found.values())


def pieces_of(note, findings, numbers, entries):
    """The note in Pieces."""
    of_entry = {place.number: entry.number for entry in reversed(entries) for place in entry.places}
    tones = {(f.mention.start, f.mention.end): tone_of(f) for f in reversed(findings)}
    pieces, at = [], 0
    for (start, end), number in sorted(numbers.items()):
        pieces += plain(note[at:start])
        tone, entry = tones.get((start, end), "none"), of_entry.get(number, 0)
        pieces.append(Piece(note[start:end], tone, number, entry, told_of(tone)))
        at = end
    return [*pieces, *plain(note[at:])]


def tone_of(finding):
    """How a mark is shown: proposed, offered, or the meaning that leaves it without codes."""
    if finding.choices:
        return "proposed" if finding.proposed else "offered"
    return "denied" if finding.mention.status == "negated" else "none"


def told_of(tone):
    return {"denied": "said not to be", "none": "not coded", "offered": "offered, not proposed"}.get(tone, "")


def in_words(text):
    """A masked text as one line, each mark in words: "Mr. (name)"."""
    return " ".join(MARK.sub(lambda match: f"({MASKED.get(match[1], match[1])})", text).split())


def plain(text):
    """Text between marks, in Pieces: what is masked stands for itself."""
    at = 0
    for match in MARK.finditer(text):
        if text[at : match.start()]:
            yield Piece(text[at : match.start()])
        yield Piece(MASKED.get(match[1], match[1]), "masked")
        at = match.end()
    if text[at:]:
        yield Piece(text[at:])
