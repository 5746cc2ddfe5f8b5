"""The files of one release, recognised by their content and read into rows."""

from collections import Counter
from dataclasses import dataclass, field

from codes.releases import files, reading
from codes.releases.rows import CodeRow, Damaged, DescriptorRow, LeftOut
from codes.releases.sources import Form, Source


class Watch:
    """Hears of the steps of a load; this one says nothing."""

    def step(self, text):
        pass

    def reading(self, member, stream):
        """The stream to read from: a progress bar may stand between."""
        return stream


@dataclass
class Selected:
    """A file that will be read, and how many rows it gave."""

    member: files.Member
    form: Form
    number: int
    rows: int = 0

    def __str__(self):
        return self.member.name


@dataclass
class Reader:
    """The files of one load. Codes are read whole, other rows one at a time, as they are copied."""

    source: Source
    paths: list
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self):
        self.left_out = Counter()
        found = files.members(self.paths)
        self.selected, self.ignored = select(self.source, found)
        if not self.selected:
            raise Damaged(", ".join(str(path) for path in self.paths), 1, self._wrong_file(found))

    def _wrong_file(self, found):
        wanted = "; ".join(dict.fromkeys(form.what for form in self.source.forms))
        held = "" if len(found) == 1 else f" (it holds {', '.join(m.name for m in found[:5]) or 'nothing'})"
        return f"this is no file of {self.source.title}{held}; expected: {wanted}"

    @property
    def digest(self):
        return files.digest_of(self.paths)

    @property
    def parts(self):
        """The parts of the source that the files hold."""
        return list(dict.fromkeys(chosen.form.part for chosen in self.selected))

    @property
    def code_parts(self):
        return [part for part in self.parts if self.source.is_codes(part)]

    @property
    def fact_parts(self):
        return [part for part in self.parts if not self.source.is_codes(part)]

    def of(self, *parts):
        return [chosen for chosen in self.selected if chosen.form.part in parts]

    def codes(self) -> list[CodeRow]:
        """The codes that the files make together, parents before children."""
        parts = {}
        for chosen in self.of(*self.source.codes, *self.source.places):
            rows = [checked(row, chosen) for row in self._rows(chosen)]
            if self.source.by_file:
                parts.setdefault(chosen.member.name, []).extend(rows)
            else:
                refuse_twice(chosen, rows, parts.setdefault(chosen.form.part, []))
                parts[chosen.form.part] += rows
        return [row for row in self.source.assemble(parts) if not self._is_left_out(row)]

    def _is_left_out(self, row):
        if isinstance(row, LeftOut):
            self.left_out[row.what] += 1
            return True
        return False

    def facts(self, part):
        """(number of the file, row) of every row of one part."""
        for chosen in self.of(part):
            for row in self._rows(chosen):
                yield chosen.number, row

    def periods(self):
        """(file, first day, last day) of the files that say for when they are."""
        for chosen in self.selected:
            if chosen.form.period:
                with chosen.member.opened() as stream, files.archive_errors(chosen.member.name):
                    stated = chosen.form.period(stream, chosen.member.name)
                if stated:
                    yield chosen, *stated

    def _rows(self, chosen):
        member = chosen.member
        chosen.rows = 0
        with files.archive_errors(member.name), member.opened() as stream:
            for row in chosen.form.parse(self.watch.reading(member, stream), member.name):
                if not self._is_left_out(row):
                    chosen.rows += 1
                    yield row


# More than any publisher prints; the first two are as long as their columns.
LONGEST = {"value": 20, "short_descriptor": 400, "descriptor": 50_000, "common_language": 50_000}


def checked(row, chosen):
    """The row, or Damaged where a text is longer than a code can have it."""
    for column, text in texts_of(row).items():
        if len(text) > LONGEST[column]:
            reason = f"{row.value[:20]} has more than {LONGEST[column]:,} characters"
            raise Damaged(chosen.member.name, max(row.line, 1), reason, column)
    return row


def texts_of(row):
    """The texts of a row by the column of a code that they are for."""
    if isinstance(row, DescriptorRow):
        return {"short_descriptor" if row.kind == "short" else "descriptor": row.text}
    return {column: getattr(row, column) for column in LONGEST} if isinstance(row, CodeRow) else {}


def refuse_twice(chosen, rows, before):
    """Refuse a code that another file of the same part has already: one list was given twice."""
    known = {row.value for row in before if isinstance(row, CodeRow)}
    again = next((row for row in rows if isinstance(row, CodeRow) and row.value in known), None)
    if again:
        raise Damaged(chosen.member.name, again.line, f"{again.value} is in another of the files too: give one of them")


def select(source, found):
    """(chosen, ignored): the files that the source can read, each table once, whatever forms of it there are."""
    chosen, ignored, seen = [], [], {}
    for member in sorted(found, key=lambda m: (m.preference, m.name)):
        form = form_of(source, member)
        if form is None:
            ignored.append(member)
        # Another file of that name and ending lies in another folder: it is no other form of the table.
        elif seen.setdefault((member.origin, member.stem, form.part), member.suffix) == member.suffix:
            chosen.append((member, form))
        else:
            ignored.append(member)
    order = list(found)
    chosen.sort(key=lambda pair: order.index(pair[0]))
    return [Selected(member, form, number) for number, (member, form) in enumerate(chosen)], ignored


def form_of(source, member):
    """The form of a file, told by its beginning, or None."""
    with files.archive_errors(member.name), member.opened() as stream:
        head = reading.preview(stream, member.name)
    return next((form for form in source.forms if form.looks(member.name, head)), None)
