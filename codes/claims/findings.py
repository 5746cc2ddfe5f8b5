"""What a check answers: findings with the rule and the source that each rests on, and what was not checked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from codes.claims.claim import Claim, Line
from codes.models import Code


class Severity(StrEnum):
    """How firm a finding is: what the rules refuse, what a payer may stop or ask about, what is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


WORST_FIRST = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Source:
    """The release that a finding rests on, and the place in the publisher's manual that says what it means."""

    name: str = ""
    effective: date | None = None
    url: str = ""
    manual: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to know.

    `rule` is a key of `rules.RULES`, `lines` are numbers of lines, none where it is about the claim; `text` says what
    is the matter and `fix` what to do, both in plain words; `replacements` are codes to use instead.
    """

    rule: str
    severity: Severity
    lines: tuple[int, ...]
    text: str
    fix: str = ""
    source: Source = Source()
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of a sum: what is done, and what comes out."""

    label: str
    result: str


@dataclass(frozen=True)
class Estimate:
    """What Medicare would pay for one line, in US dollars; None with the reason where nothing can be reckoned."""

    line: int
    amount: Decimal | None
    steps: tuple[Step, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Fees:
    """The estimates of a claim: `where` names locality and setting, `total` is None where it would mislead."""

    estimates: tuple[Estimate, ...] = ()
    total: Decimal | None = None
    where: str = ""
    sources: tuple[Source, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checking:
    """One rule of a check: `state` says what was compared, or why nothing was; `remark` how far the release reaches."""

    heading: str
    state: str
    source: Source = Source()
    remark: str = ""


@dataclass(frozen=True)
class Locked:
    """What a guest's check leaves out: a heading, and how much of the claim it is about. Never what would be found."""

    heading: str
    amount: str


@dataclass(frozen=True)
class CheckedLine:
    """A line, and the code that it was taken for; `title` names the code as lists do, never in words that need a
    licence.
    """

    line: Line
    modifiers: tuple[str, ...] = ()
    code: Code | None = None
    system: str = ""
    value: str = ""
    title: str = ""

    @property
    def number(self):
        return self.line.number

    @property
    def is_diagnosis(self):
        return self.system == "icd10cm"


@dataclass(frozen=True)
class Checked:
    """The answer to `check`: see there."""

    claim: Claim
    lines: tuple[CheckedLine, ...]
    findings: tuple[Finding, ...]
    fees: Fees = Fees()
    checkings: tuple[Checking, ...] = ()
    locked: tuple[Locked, ...] = ()
    left_out: int = 0
    numbers: dict = field(default_factory=dict)

    @property
    def errors(self):
        return self.numbers.get(Severity.ERROR, 0)

    @property
    def warnings(self):
        return self.numbers.get(Severity.WARNING, 0)

    @property
    def notes(self):
        return self.numbers.get(Severity.NOTE, 0)

    @property
    def to_mend(self):
        """How many findings are more than notes."""
        return self.errors + self.warnings

    @property
    def clean(self):
        """Whether nothing but notes was found; a guest's check, which asks only open facts, never says so."""
        return not self.to_mend and not self.locked

    @property
    def not_checked(self):
        """The headings of the rules of which no release is loaded for the day."""
        return [checking.heading for checking in self.checkings if not checking.source.name]

    def of_line(self, number):
        """The findings of a line, the worst first."""
        return [finding for finding in self.findings if number in finding.lines]

    def as_dict(self):
        """Plain values for JSON: dates and amounts as text, amounts in US dollars."""
        from codes.claims.as_dict import as_dict

        return as_dict(self)
