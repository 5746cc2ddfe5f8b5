"""The rows every release parser gives back, and the error for a file that cannot be trusted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One instruction of the publisher beneath a code.

    `kind` is inclusion_term, includes, excludes1, excludes2, code_first, use_additional, code_also,
    note or seventh_character.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One line of a code system, as its publisher prints it.

    `value` has the printed dot, `parent` is the value one level up or None at the top, `position` counts
    the publisher's order from 1. `kind` is chapter, section, heading (needs a longer code) or code (valid
    for billing). A descriptor the file does not hold is the empty string.
    """

    value: str
    parent: str | None
    position: int
    kind: str
    billable: bool
    short_descriptor: str
    descriptor: str
    notes: tuple[NoteRow, ...]


class Damaged(ValueError):
    """A published file that does not keep its layout: nothing of it may be loaded."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"
