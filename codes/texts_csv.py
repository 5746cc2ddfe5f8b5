"""Editors' texts as a file: the columns, writing them out piece by piece, and reading them with every fault named."""

import csv
import io
import re
from datetime import date

from codes import bulk, notation
from codes.bulk import Fault
from codes.changes import LICENSED
from codes.models import Code, Section
from codes.systems import SYSTEMS

FIELDS = ("common_language", "service_type", "sites_of_service", "global_days", "unit_of_service", "role")
PARTS = ("body", "source", "as_of")
NAMED = ("system", "code")
# As "documentation", "documentation_source", "documentation_as_of".
SECTIONS = {
    kind.value if part == "body" else f"{kind.value}_{part}": (kind.value, part)
    for kind in Section.Kind
    for part in PARTS
}
COLUMNS = (*NAMED, *FIELDS, *SECTIONS)
LARGEST = 20_000_000
CHUNK = 500
# Between the sites of service in one cell: a site may hold a comma.
BETWEEN = "; "
# What a spreadsheet would take for a formula gets an apostrophe in front, and what looks like that one more.
GUARDED = re.compile(r"'*[=+\-@\t\r]")


def guarded(cell):
    return f"'{cell}" if GUARDED.match(cell) else cell


def unguarded(cell):
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


# Out


def lines(codes):
    """The file of a QuerySet of codes, in pieces of many lines; official words that need a licence are not in it."""
    yield text_of([COLUMNS])
    piece = []
    for code in codes.prefetch_related("sections").iterator(chunk_size=CHUNK):
        piece.append([guarded(cell) for cell in row_of(code)])
        if len(piece) == CHUNK:
            yield text_of(piece)
            piece = []
    yield text_of(piece)


def text_of(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def row_of(code):
    fields = {name: getattr(code, name) for name in FIELDS}
    fields["sites_of_service"] = BETWEEN.join(code.sites_of_service)
    # A licensed list brings the publisher's own plain words: only what an editor wrote is ours to give away.
    if code.system in LICENSED and "common_language" not in code.held:
        fields["common_language"] = ""
    sections = {section.kind: section for section in code.sections.all()}
    texts = (getattr(sections.get(kind), part, None) or "" for kind, part in SECTIONS.values())
    return [code.system, code.value, *fields.values(), *map(str, texts)]


# In


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why."""


def read(data, *, clear=False):
    """(wishes, faults) of a file's bytes; an empty cell leaves what stands, or with `clear` takes it out.

    Raises Unreadable.
    """
    rows = records(decoded(data))
    header, columns = heading(next(rows, (1, [])))
    wishes, faults = [], []
    for number, (line, cells) in enumerate(filled(rows), start=1):
        if number > bulk.LINES:
            raise Unreadable(f"There are more than {bulk.LINES:,} lines. Send them in several files.")
        faults += wrong_length(line, cells, header)
        if len(cells) == len(header):
            wish, found = wish_of(line, dict(zip(columns, cells, strict=True)), clear)
            faults += found
            wishes.append(wish)
    if not wishes and not faults:
        raise Unreadable("There is no line below the heading.")
    wrong = {fault.line for fault in faults}
    return [wish for wish in wishes if wish["line"] not in wrong], faults


def filled(rows):
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))


def decoded(data):
    if len(data) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1_000_000} MB.")
    if b"\0" in data:
        raise Unreadable("The file is no text. Save it as CSV UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(f"The file is not UTF-8 (line {line}). Save it as CSV UTF-8.") from None


def records(text):
    """(line, cells) of each record; `line` is the one that it begins in, as an editor of texts counts."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"Line {line} cannot be read as CSV: {error}.") from None


def heading(record):
    """The column names as they stand and in lower case. Raises Unreadable where one is unknown, missing or twice."""
    _, header = record
    columns = [name.strip().lower() for name in header]
    unknown = [name for name in columns if name not in COLUMNS]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    missing = [name for name in NAMED if name not in columns]
    for names, words in ((missing, "There is no column"), (unknown, "Unknown column"), (twice, "Twice in the heading")):
        if names:
            raise Unreadable(f"{words}: {', '.join(name or 'without a name' for name in names)}.")
    return header, columns


def wrong_length(line, cells, header):
    if len(cells) == len(header):
        return []
    return [Fault(line, "", f"{len(cells)} cells where the heading has {len(header)}")]


def wish_of(line, cells, clear):
    """(wish, faults) of one line; of a line with faults nothing is done."""
    cells = {name: unguarded(cell).replace("\r\n", "\n").strip() for name, cell in cells.items()}
    system, value, faults = named(line, cells)
    wish = {"line": line, "system": system, "value": value, "fields": {}, "sections": {}}
    for name, text in cells.items():
        if name in NAMED or not (text or clear):
            continue
        if name in FIELDS:
            faults += faults_of_field(line, name, text)
            wish["fields"][name] = sites(text) if name == "sites_of_service" else text
        else:
            kind, part = SECTIONS[name]
            faults += faults_of_part(line, name, part, text)
            wish["sections"].setdefault(kind, {})[part] = (text or None) if part == "as_of" else text
    return wish, faults


def named(line, cells):
    """(system, value, faults) of the code that a line is about."""
    typed, code = cells["system"].lower(), cells["code"]
    system = next((s.key for s in SYSTEMS.values() if typed in (s.key, s.label.lower())), "")
    if not system:
        return "", "", [Fault(line, "system", f"{cells['system'][:40] or 'nothing'} is none of {', '.join(SYSTEMS)}")]
    if not code or len(code) > 20:
        return system, "", [Fault(line, "code", "no code" if not code else f"{code[:40]} is no code")]
    # A section of ICD-10-CM is a range: what stands in it is no code with a dash.
    reading = None if "-" in code else notation.read_in(system, code)
    return system, reading.value if reading and not reading.modifier else code.upper(), []


def sites(text):
    return [site.strip() for site in text.split(BETWEEN.strip()) if site.strip()]


def faults_of_field(line, name, text):
    if name == "sites_of_service":
        return [fault for site in sites(text) for fault in bulk.faults_of_text(line, name, name, site, 120)]
    return bulk.faults_of_text(line, name, name, text, Code._meta.get_field(name).max_length)


def faults_of_part(line, name, part, text):
    if part != "as_of":
        return bulk.faults_of_text(line, name, part, text, Section._meta.get_field(part).max_length)
    return [] if not text or is_day(text) else [Fault(line, name, f"{text[:20]} is no day: write 2026-03-31")]


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
