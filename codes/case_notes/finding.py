"""What a note was read as: findings with the codes that they may stand for."""

from dataclasses import dataclass, field

from codes.case_notes.mention import Mention
from codes.models import Code


@dataclass(frozen=True)
class Choice:
    """A code that a finding may stand for, and why it was found."""

    code: Code
    why: str


@dataclass(frozen=True)
class Finding:
    """A Mention with its Choices, the best first; `proposed` says whether the first is taken unless rejected.

    `group`: diagnoses, history, procedures, supplies; "" where the note says that it is not so. `note` names a remark.
    """

    mention: Mention
    choices: tuple = ()
    group: str = ""
    proposed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """The Findings in the order of the note; `cut` says that of a long note some were not compared."""

    findings: list = field(default_factory=list)
    cut: bool = False
