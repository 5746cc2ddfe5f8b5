"""What a reader pastes or imports, read into codes, with a word on every line that is not plainly one."""

import csv
import io
from dataclasses import dataclass, field

from django.utils.timezone import localdate

from codelists import policy
from codelists.lines import codes_of, replacements_of
from codes import notation
from codes.as_of import is_over
from codes.compare import may_be
from codes.models import Code
from codes.plain_text import UNSEEN
from codes.systems import CPT, HCPCS, PLACES, SYSTEMS
from codes.texts_csv import unguarded

# What systems are called in the column of that name, in lower case and without marks.
CALLED = {key: key for key in SYSTEMS} | {
    "".join(filter(str.isalnum, system.label.lower())): key for key, system in SYSTEMS.items()
}
CALLED |= {"icd10": "icd10cm", "icd": "icd10cm", "pcs": "icd10pcs", "hcpcs2": "hcpcs"}
HEADINGS = {"code": "code", "value": "code", "system": "system", "note": "note", "notes": "note"}


@dataclass(frozen=True)
class Row:
    """One line of what was pasted: its number, a system's key or what stands for one, the code as typed, the note."""

    line: int
    system: str
    typed: str
    note: str


@dataclass
class Remark:
    """What is to be said of one line; `taken` is off where the line is left out."""

    line: int
    typed: str
    words: str
    taken: bool = False


@dataclass
class Read:
    """What was pasted: `entries` as {(system, value): note}, and the remarks in the order of the lines."""

    entries: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)

    @property
    def left_out(self):
        return sum(not remark.taken for remark in self.remarks)


class Unreadable(Exception):
    """The text as a whole cannot be read; the text says why."""


def read(text):
    """The Read of a text, in at most two statements. Raises Unreadable.

    Columns system, code and note under a heading in any order, or without one; or a column of codes alone. A code may
    be spelled in any way; where it may be one of several systems and none is named it is left out and said so.
    """
    return resolve(rows_of(text))


def resolve(rows):
    """The Read of Rows, in at most two statements."""
    loaded = codes_of({key for row in rows for key in keys_of(row)})
    found, read = [(row, choose(row, loaded)) for row in rows], Read()
    replaced = replacements_of({code.pk for _, code in found if isinstance(code, Code) and is_over(code, localdate())})
    for row, code in found:
        if isinstance(code, Code):
            take(read, row, code, replaced)
        else:
            read.remarks.append(Remark(row.line, row.typed, code))
    return read


def take(read, row, code, replaced):
    """Put one code among the entries, with what is to be said of it."""
    key = (code.system, code.value)
    said = [*remarks_on(code, replaced.get(code.pk, [])), *remarks_on_line(row, code, key in read.entries)]
    read.entries[key] = row.note[: policy.LONGEST_NOTE] or read.entries.get(key, "")
    read.remarks += [Remark(row.line, row.typed, words, taken=True) for words in said]


def remarks_on(code, replacements):
    if is_over(code, localdate()):
        instead = f", replaced by {' or '.join(each['value'] for each in replacements)}" if replacements else ""
        yield f"{code} is deleted{instead}."
    elif code.kind == Code.Kind.HEADING:
        yield f"{code} is a header, not a billable code."


def remarks_on_line(row, code, twice):
    if twice:
        yield "It stands here twice and is taken once."
    if len(row.note) > policy.LONGEST_NOTE:
        yield f"Its note is cut to {policy.LONGEST_NOTE} characters."
    modifiers = [reading.modifier for reading in notation.readings(row.typed) if reading.value == code.value]
    if any(modifiers):
        yield f"The modifier {modifiers[0]} behind it is left out."


# Which code a line names


def keys_of(row):
    """The (system, value) pairs that a line may mean, the likeliest first."""
    typed = row.typed.upper()
    found = [*may_be(row.typed), *((system.key, typed) for system in (CPT, HCPCS, PLACES) if len(typed) == 2)]
    if not row.system:
        return found
    exact = [(row.system, typed)] if row.system in SYSTEMS else []
    return list(dict.fromkeys([*exact, *((system, value) for system, value in found if system == row.system)]))


def choose(row, loaded):
    """The Code of a line, or the words that say why there is none."""
    if row.system and row.system not in SYSTEMS:
        return f"“{row.system}” is no code system here: {', '.join(system.label for system in SYSTEMS.values())}."
    found = [loaded[key] for key in keys_of(row) if key in loaded]
    # With its dot a code is of ICD-10-CM and nothing else.
    if "." in row.typed:
        found = [code for code in found if "." in code.value] or found
    if len(found) > 1:
        return f"It may be {' or '.join(str(code) for code in found)}: name the code system."
    return found[0] if found else "No such code is in the loaded releases."


# Lines and cells


def rows_of(text):
    """The Rows of a text; empty lines are none."""
    if len(text) > policy.LONGEST_IMPORT:
        raise Unreadable(f"Up to {policy.LONGEST_IMPORT:,} characters are read at once; this has {len(text):,}.")
    records = list(records_of(UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))
    if len(records) > policy.MOST_LINES:
        raise Unreadable(f"Up to {policy.MOST_LINES:,} lines are read at once; this has {len(records):,}.")
    columns = heading_of(records[0][1]) if records else None
    found = [row for line, cells in records[bool(columns) :] for row in row_of(line, cells, columns)]
    if not found:
        raise Unreadable("There is no code in it.")
    return found


def records_of(text):
    """(line, cells) of each record that is not empty; cells are parted by tabs, semicolons or commas."""
    first = next((line for line in text.split("\n") if any(mark in line for mark in "\t;,")), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=first.count))
    line = 1
    try:
        for cells in reader:
            cells = [" ".join(unguarded(cell).split()) for cell in cells]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable(f"Line {line} cannot be read as columns.") from None


def heading_of(cells):
    """The columns that a first line names, as ["system", "code", "note", ""], or None where it is no heading."""
    columns = [HEADINGS.get(cell.lower(), "") for cell in cells]
    return columns if "code" in columns else None


def row_of(line, cells, columns):
    """The Rows of one record: without a heading codes alone, or code and note, or system, code and note."""
    if columns is None:
        columns = ["system", "code", "note"] if system_of(cells[0]) in SYSTEMS and len(cells) > 1 else ["code", "note"]
        if columns[0] == "code" and all(notation.readings(cell) for cell in cells if cell):
            return [Row(line, "", cell, "") for cell in cells if cell]
    named = dict(zip(columns, cells, strict=False))
    typed = named.get("code", "")[: notation.LONGEST]
    return [Row(line, system_of(named.get("system", "")), typed, named.get("note", ""))]


def system_of(cell):
    """The key of a system under any of its names; what is none is left as it was written."""
    return CALLED.get("".join(filter(str.isalnum, cell.lower())), cell[:40])
