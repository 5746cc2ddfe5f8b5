"""The order files of ICD-10-CM and ICD-10-PCS, which CMS publishes each year, read into rows."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from codes.releases.parsers._fields import once, shaped
from codes.releases.reading import shown, text_lines
from codes.releases.rows import CodeRow, Damaged

# The columns as CMS describes them in the PDF beside each order file, counted from 1:
# 1-5 order number, 7-13 code without dot, 15 header flag, 17-76 short description, 78 to the end long description.
_BLANKS = (6, 14, 16, 77)
_SHORTEST = 78
_FLAG = 15
# The files are plain ASCII and are announced as UTF-8: any other byte is damage.
_ENCODINGS = ("utf-8-sig",)
_FIRST_LINE = re.compile(r"[0-9]{5} (?=.{7} [01] \S)([0-9A-Z]{3,7}) ")


class _System(NamedTuple):
    """What the two code systems do differently: the shapes of headers and codes, and how a code is printed."""

    header: re.Pattern[str]
    code: re.Pattern[str]
    dotted: bool


# A header has room for at least one more character.
_CM = _System(re.compile(r"[A-Z][0-9A-Z]{2,5}"), re.compile(r"[A-Z][0-9A-Z]{2,6}"), dotted=True)
# ICD-10-PCS leaves out the letters O and I; its headers are the tables.
_PCS = _System(re.compile(r"[0-9A-HJ-NP-Z]{3}"), re.compile(r"[0-9A-HJ-NP-Z]{7}"), dotted=False)


def looks_cm(name: str, head: str) -> bool:
    """Whether this is the order file of ICD-10-CM: an order number, a code that starts with a letter, a flag."""
    found = _FIRST_LINE.match(head)
    return bool(found and _CM.code.fullmatch(found[1])) and not looks_pcs(name, head)


def looks_pcs(name: str, head: str) -> bool:
    """Whether this is the order file of ICD-10-PCS.

    The first table of the published file starts with a digit, as no code of ICD-10-CM does; of a file that starts
    with a table such as B00, which might be either, the name tells.
    """
    found = _FIRST_LINE.match(head)
    if not found or not (_PCS.header.fullmatch(found[1]) or _PCS.code.fullmatch(found[1])):
        return False
    return not _CM.code.fullmatch(found[1]) or "pcs" in name.lower()


def parse_cm(stream: BinaryIO, name: str) -> Iterator[CodeRow]:
    """Every heading and code of ICD-10-CM in the publisher's order, printed with the dot of the tabular list.

    A category of three characters has no parent: chapters and sections are not in this file. Damaged names
    file, line and field.
    """
    return _rows(stream, name, _CM)


def parse_pcs(stream: BinaryIO, name: str) -> Iterator[CodeRow]:
    """Every table (a heading of three characters) and code of ICD-10-PCS in the publisher's order.

    Damaged names file, line and field.
    """
    return _rows(stream, name, _PCS)


def _rows(stream: BinaryIO, name: str, system: _System) -> Iterator[CodeRow]:
    lines: dict[str, int] = {}
    headers: set[str] = set()
    before = -1
    for line, text in text_lines(_whole_lines(stream, name), name, _ENCODINGS):
        if not text.strip():
            continue
        number, code, billable, short, long = _fields(text, name, line, system)
        if number <= before:
            raise Damaged(name, line, f"{number:05} does not rise above {before:05}", "Order number")
        before = number
        once(lines, code, code, name, line, "Code")
        parent = _parent(code, headers, name, line)
        if not billable:
            headers.add(code)
        value, above = _printed(code, system), parent and _printed(parent, system)
        kind = "code" if billable else "heading"
        yield CodeRow(value, above, len(lines), kind, billable, short, long, line=line)
    if not lines:
        raise Damaged(name, 1, "no codes")


def _whole_lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The stream's lines; the published files end each with CRLF, so one without a line end has been cut."""
    for number, data in enumerate(stream, start=1):
        if not data.endswith(b"\n") and data.strip(b" \r\x1a"):
            raise Damaged(name, number, "the last line has no line end: the file is cut")
        yield data


def _fields(text: str, name: str, line: int, system: _System) -> tuple[int, str, bool, str, str]:
    """Order number, code, whether it is valid for billing, short and long description."""
    if len(text) < _SHORTEST:
        raise Damaged(name, line, f"the line ends before character {_SHORTEST}", "Long description")
    for at in _BLANKS:
        if text[at - 1] != " ":
            raise Damaged(name, line, f"character {at} is {shown(text[at - 1])}, not the blank between two fields")
    number, code, flag = text[:5], text[6:13].rstrip(" "), text[_FLAG - 1]
    shaped(number, "[0-9]{5}", "a number of five digits", name, line, "Order number")
    if flag not in "01":
        raise Damaged(name, line, f"{shown(flag)} is neither 0 (header) nor 1 (valid)", "Header flag")
    shape, what = (system.code, "code") if flag == "1" else (system.header, "header")
    shaped(code, shape, f"shaped like a {what}", name, line, "Code")
    short = _description(text[16:76], name, line, "Short description")
    return int(number), code, flag == "1", short, _description(text[77:], name, line, "Long description")


def _description(text: str, name: str, line: int, field: str) -> str:
    if text[0].isspace():
        raise Damaged(name, line, "empty" if text.isspace() else "does not begin in its first column", field)
    return text.rstrip()


def _parent(code: str, headers: set[str], name: str, line: int) -> str | None:
    """The longest header before this line that the code begins with; a code of three characters needs none."""
    for length in range(len(code) - 1, 2, -1):
        if code[:length] in headers:
            return code[:length]
    if len(code) > 3:
        raise Damaged(name, line, f"no header stands before {code}", "Code")
    return None


def _printed(code: str, system: _System) -> str:
    return f"{code[:3]}.{code[3:]}" if system.dotted and len(code) > 3 else code
