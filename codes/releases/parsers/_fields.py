"""What parsers of every form ask of a field: that it has its shape, and that a key stands once."""

import re
from collections.abc import Hashable

from codes.releases.reading import shown
from codes.releases.rows import Damaged


def shaped(text: str, shape: str | re.Pattern[str], what: str, name: str, line: int, field: str) -> str:
    """The text, which must match `shape` from end to end; else Damaged says that it is not `what`."""
    if not re.fullmatch(shape, text):
        raise Damaged(name, line, f"{shown(text)} is not {what}", field)
    return text


def once(lines: dict[Hashable, int], key: Hashable, what: str, name: str, line: int, field: str = "") -> None:
    """Keeps the line of a key in `lines`; Damaged names both lines where the key, called `what`, stands on two."""
    if key in lines:
        raise Damaged(name, line, f"{what} is already on line {lines[key]}", field)
    lines[key] = line


def folded(text: str | None) -> str:
    """The text without blanks at its ends, and with one blank where several or a line end stand; "" for None."""
    return " ".join((text or "").split())
