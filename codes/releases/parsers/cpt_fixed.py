"""The long CPT descriptors in lines of 80 characters: LONGULF.txt, and LONGUF.txt in capitals, of the AMA."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from codes.releases.parsers._cpt import CODE, a_code, a_text, data_sample, given_once, lines_after_notice
from codes.releases.parsers._fields import shaped
from codes.releases.rows import Damaged, DescriptorRow

_WIDTH = 80
_TEXT = 72  # columns 9 to 80
_FIRST = re.compile(rf"{CODE}01 .{{1,{_TEXT}}}")
_LINE = re.compile(rf"{CODE}[0-9]{{2}} .{{1,{_TEXT}}}")


class _Piece(NamedTuple):
    line: int
    value: str
    sequence: int
    text: str


def looks(name: str, head: str) -> bool:
    """Whether the lines beneath the notice are a code, a number, first 01, a blank and up to 72 characters."""
    lines = data_sample(head)
    return bool(lines) and bool(_FIRST.fullmatch(lines[0])) and all(map(_LINE.fullmatch, lines))


def parse(stream: BinaryIO, name: str = "LONGULF.txt") -> Iterator[DescriptorRow]:
    """One long descriptor for each code, its pieces joined; `line` is that of the first piece.

    Columns 1-5 code, 6-7 sequence number, 9-80 text (the AMA's filelayout.txt). UTF-8, else cp1252.
    """
    pieces = [_piece(text, name, line) for line, text in lines_after_notice(stream, name)]
    first: dict[str, int] = {}
    wrapped = _wrapped(pieces)
    for of_code in _by_code(pieces, name):
        start = of_code[0]
        given_once(first, start.value, name, start.line)
        text = _joined([piece.text for piece in of_code], wrapped)
        yield DescriptorRow(start.value, "long", a_text(text, name, start.line, "Long Descriptor"), None, start.line)


def _piece(text: str, name: str, line: int) -> _Piece:
    value = a_code(text[:5], name, line)
    sequence = shaped(text[5:7], "[0-9]{2}", "a number of two digits", name, line, "Sequence Number")
    if text[7:8] != " ":
        raise Damaged(name, line, "no blank in column 8", "Sequence Number")
    if len(text.rstrip()) > _WIDTH:
        raise Damaged(name, line, f"longer than {_WIDTH} characters", "Long Descriptor")
    if not text[8:].strip():
        raise Damaged(name, line, "empty", "Long Descriptor")
    return _Piece(line, value, int(sequence), text[8:_WIDTH])


def _by_code(pieces: list[_Piece], name: str) -> Iterator[list[_Piece]]:
    of_code: list[_Piece] = []
    for piece in pieces:
        if of_code and (piece.value != of_code[0].value or piece.sequence == 1):
            yield of_code
            of_code = []
        if piece.sequence != len(of_code) + 1:
            reason = f"{piece.sequence:02} where {len(of_code) + 1:02} is due"
            raise Damaged(name, piece.line, reason, "Sequence Number")
        of_code.append(piece)
    if of_code:
        yield of_code


def _wrapped(pieces: list[_Piece]) -> bool:
    """Whether the file breaks its lines between words, and not after 72 characters wherever that is.

    The layout does not say. In a file broken after 72 characters each piece that goes on fills its columns, or all but
    the last, where a blank fell on it. One line cannot tell: a word may happen to end in column 80.
    """
    going_on = [piece for piece, following in pairwise(pieces) if piece.value == following.value]
    short = sum(len(piece.text.rstrip()) < _TEXT - 1 for piece in going_on)
    return short * 2 >= len(going_on)


def _joined(texts: list[str], wrapped: bool) -> str:
    return " ".join(texts) if wrapped else "".join(text.ljust(_TEXT) for text in texts)
