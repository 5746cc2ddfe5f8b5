"""What the two forms of HCPCS Level II have in common: records of the same fields, several to a long description."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import NamedTuple

from codes.releases import reading
from codes.releases.parsers._fields import folded, once, shaped
from codes.releases.reading import shown
from codes.releases.rows import CodeRow, Damaged, LeftOut


class Record(NamedTuple):
    """One record of the file: its line, and its text by the table's column names, stripped, "" where empty."""

    line: int
    text: dict[str, str]


class Attribute(NamedTuple):
    """One thing that the publisher says of a code: its key in `CodeRow.attributes`, and the columns that say it.

    More than one column makes a list. `shape` is what one value must match; "" means a date, which is kept as
    YYYY-MM-DD.
    """

    key: str
    columns: tuple[str, ...]
    shape: str


def _numbered(column: str, many: int) -> tuple[str, ...]:
    return tuple(f"{column}{number}" for number in range(1, many + 1))


# After the record layout of the contractor file, which names these columns' meanings. Coverage, multiple pricing and
# action have closed lists of values there; the other indicators gain values from year to year, so that their shape is
# all that is asked. OPPS, OPPS_PI and OPPS_DT (Medicare outpatient groups) are columns that the publisher leaves empty.
ATTRIBUTES = (
    Attribute("pricing", _numbered("PRICE", 4), r"[0-9][0-9]"),
    Attribute("multiple_pricing", ("MULT_PI",), r"[9A-G]"),
    Attribute("statute", ("STATUTE",), r"[ -~]{1,10}"),
    Attribute("coverage", ("COV",), r"[CDIMS]"),
    Attribute("coverage_manual", _numbered("CIM", 3), r"[ -~]{1,6}"),
    Attribute("carriers_manual", _numbered("MCM", 3), r"[ -~]{1,8}"),
    Attribute("lab_certification", _numbered("LABCERT", 8), r"[0-9]{3}"),
    # Codes, one modifier, and one "CPT", which names no code.
    Attribute("cross_references", _numbered("XREF", 5), r"[0-9A-Z]{2,5}"),
    Attribute("asc_group", ("ASC_GRP",), r"[0-9A-Z]{2}"),
    Attribute("asc_date", ("ASC_DT",), ""),
    Attribute("processing_note", ("PROCNOTE",), r"[0-9]{4}"),
    Attribute("betos", ("BETOS",), r"[A-Z][0-9][A-Z]?"),
    Attribute("type_of_service", _numbered("TOS", 5), r"[0-9A-Z]"),
    Attribute("anesthesia_units", ("ANEST_BU",), r"[0-9]{1,3}"),
    Attribute("action", ("ACTION CD",), r"[ABCDFNPRST]"),
    Attribute("action_effective", ("ACT EFF DT",), ""),
)
# The columns without which a row does not say what it is; the publisher never leaves them empty.
_REQUIRED = ("HCPC", "LONG DESCRIPTION", "SHORT DESCRIPTION", "ADD DT", "ACTION CD")
IDENTITY = ("HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION")
_DETAILS = ("SHORT DESCRIPTION", "ADD DT", "TERM DT", *(column for kind in ATTRIBUTES for column in kind.columns))
COLUMNS = (*IDENTITY, *_DETAILS)

# RECID of a first record: the kind of row, and the RECID of the records that go on with its long description.
_KINDS = {"3": ("code", "4"), "7": ("modifier", "8")}
CONTINUATIONS = frozenset(goes_on for _, goes_on in _KINDS.values())
_SHAPES = {"code": re.compile(r"[A-CEG-V][0-9]{4}"), "modifier": re.compile(r"[A-Z][0-9A-Z]")}
# Level I, copyright of the AMA, also its modifiers: "2 position numeric codes" in the record layout.
_CPT = re.compile(r"[0-9]{4}[0-9FTUMA]|[0-9][0-9P]")
# Of the D series, copyright of the ADA.
_CDT = re.compile(r"D[0-9]{4}")


def code_rows(records: Iterable[Record], name: str) -> Iterator[CodeRow | LeftOut]:
    """The rows that `records` stand for, a LeftOut for each CDT code; Damaged where there are none.

    Runs of blanks in the descriptors become one: the two forms of the file do not print them alike.
    """
    lines: dict[str, int] = {}
    positions = count(1)
    for first, *others in _wholes(records, name):
        value = _value(first, name)
        once(lines, value, value, name, first.line, "HCPC")
        if _CDT.fullmatch(value):
            yield LeftOut("CDT code", value, first.line)
        else:
            yield _row(value, next(positions), first, others, name)
    if not lines:
        raise Damaged(name, 1, "no codes")


def _wholes(records: Iterable[Record], name: str) -> Iterator[list[Record]]:
    """Each first record with those that go on with it."""
    whole: list[Record] = []
    for record in records:
        recid = record.text["RECID"]
        if recid in CONTINUATIONS:
            _check_continuation(record, whole, name)
        elif recid not in _KINDS:
            raise Damaged(name, record.line, f"{shown(recid)} is no record type", "RECID")
        elif whole:
            yield whole
            whole = []
        _check_sequence(record, whole, name)
        whole.append(record)
    if whole:
        yield whole


def _check_continuation(record: Record, whole: list[Record], name: str) -> None:
    if not whole or _KINDS[whole[0].text["RECID"]][1] != record.text["RECID"]:
        raise Damaged(name, record.line, "a continuation without a first record", "RECID")
    if record.text["HCPC"] != whole[0].text["HCPC"]:
        raise Damaged(name, record.line, f"goes on with {shown(whole[0].text['HCPC'])}", "HCPC")
    if not record.text["LONG DESCRIPTION"]:
        raise Damaged(name, record.line, "is empty", "LONG DESCRIPTION")
    for column in _DETAILS:
        if record.text[column]:
            raise Damaged(name, record.line, "a continuation holds no details", column)


def _check_sequence(record: Record, whole: list[Record], name: str) -> None:
    """The records of one code are counted by 10s in the table and by 100s in the contractor file."""
    number = reading.a_whole_number(record.text["SEQNUM"], name, record.line, "SEQNUM")
    step = int(whole[0].text["SEQNUM"]) if whole else number
    if step not in (10, 100) or number != step * (len(whole) + 1):
        raise Damaged(name, record.line, f"{number} is out of sequence", "SEQNUM")


def _value(first: Record, name: str) -> str:
    value, (kind, _) = first.text["HCPC"], _KINDS[first.text["RECID"]]
    if _CPT.fullmatch(value):
        raise Damaged(name, first.line, f"{value} is CPT: CPT rows do not belong into a HCPCS Level II file", "HCPC")
    if not _SHAPES[kind].fullmatch(value) and not (kind == "code" and _CDT.fullmatch(value)):
        raise Damaged(name, first.line, f"{shown(value)} is not shaped like a HCPCS Level II {kind}", "HCPC")
    return value


def _row(value: str, position: int, first: Record, others: list[Record], name: str) -> CodeRow:
    for column in _REQUIRED:
        if not first.text[column]:
            raise Damaged(name, first.line, "is empty", column)
    kind, _ = _KINDS[first.text["RECID"]]
    # TERM DT is the last date "for which a procedure or modifier code may be used". In none of the published files is
    # it before ADD DT.
    added, ended = _date(first, "ADD DT", name), _date(first, "TERM DT", name)
    if ended and ended < added:
        raise Damaged(name, first.line, f"{ended} is before {added}, when the code was added", "TERM DT")
    return CodeRow(
        value=value,
        parent=None,
        position=position,
        kind=kind,
        billable=kind == "code",
        short_descriptor=folded(first.text["SHORT DESCRIPTION"]),
        # A line ends between words: the contractor file is broken there, and the table of 2019 prints what was joined.
        descriptor=folded(" ".join(record.text["LONG DESCRIPTION"] for record in (first, *others))),
        attributes=_attributes(first, name),
        effective_from=added,
        effective_to=ended,
        line=first.line,
    )


def _date(record: Record, column: str, name: str) -> date | None:
    text = record.text[column]
    return reading.a_date(text, name, record.line, column) if text else None


def _attributes(record: Record, name: str) -> dict[str, str | list[str]]:
    attributes: dict[str, str | list[str]] = {}
    for attribute in ATTRIBUTES:
        filled = [column for column in attribute.columns if record.text[column]]
        values = [_checked(record, column, attribute.shape, name) for column in filled]
        if values:
            attributes[attribute.key] = values if len(attribute.columns) > 1 else values[0]
    # Zero base units stand beside every code, the anesthesia codes being CPT.
    if not int(attributes.get("anesthesia_units", "0")):
        attributes.pop("anesthesia_units", None)
    return attributes


def _checked(record: Record, column: str, shape: str, name: str) -> str:
    text = record.text[column]
    if not shape:
        return _date(record, column, name).isoformat()
    return shaped(text, shape, "in the record layout", name, record.line, column)
