"""Writes a table of published facts: staged by COPY, compared with what stands, only the differences written."""

import re
from array import array

from django.conf import settings
from django.db import DataError, connection

from codes.models import IndexTerm, PtpEdit, Rationale
from codes.releases import codes_writer, facts_sql, sql
from codes.releases.rows import Damaged
from codes.systems import CPT

# What may be compared in a table of so few rows is no share.
FEW = 20


class FactsWriter:
    """The rows of one part of a load; `load` is the Load that it is part of."""

    def __init__(self, load, part, facts):
        self.load, self.cursor, self.release = load, load.cursor, load.release
        self.part, self.facts = part, facts
        self.values = {"release": self.release.pk, "effective": self.release.effective, "label": facts.label}

    def write(self, rows):
        """Copy the rows and write what differs. `rows`: (file number, row), read while they are copied."""
        self.load.watch.step(f"copying {self.facts.plural}")
        number = self.stage(rows)
        self.refuse_duplicates()
        parts = self.parts()
        undone = self.load.claim(parts)
        if undone:
            self.take_back()
        self.load.watch.step(f"comparing {number:,} rows with what is loaded")
        self.tell("read", number)
        if self.ask(facts_sql.any_standing(self.facts))[0]:
            self.write_differences(number)
        else:
            self.touch("staged")
            self.run(facts_sql.add_fresh(self.facts, "staged"))
            self.tell("added", number)
        if undone:
            self.run_for(undone, facts_sql.claim(self.facts))
        self.count_more()
        if self.facts.numbers:
            self.run("DROP TABLE IF EXISTS numbers", facts_sql.numbers(self.facts))
            codes_writer.add_bare_numbers(self.load)

    def run(self, *statements):
        for statement in statements:
            self.cursor.execute(statement, self.values)

    def run_for(self, undone, statement):
        self.cursor.execute(statement, self.values | {"undone": [release.pk for release in undone]})

    def ask(self, statement):
        self.cursor.execute(statement, self.values)
        return self.cursor.fetchone()

    def stage(self, rows):
        """Copy the rows into a temporary table; returns how many."""
        rationales = Rationales(self.cursor) if self.facts.model is PtpEdit else None
        values, described = self.facts.values, self.facts.described
        place = self.facts.row_columns.index("rationale") if rationales else None
        self.run(*facts_sql.stage(self.facts))
        lines, files = array("L"), array("H")
        try:
            with connection.wrap_database_errors, self.cursor.copy(facts_sql.copy(self.facts)) as copy:
                for file, row in rows:
                    line = values(row)
                    if rationales:
                        line[place] = rationales.key_of(line[place])
                    lines.append(row.line)
                    files.append(file)
                    copy.write_row((*line, allowed_words(row) if described else "", row.line, file))
        except DataError as error:
            raise self.damage(error.__cause__, lines, files) from None
        if rationales:
            rationales.write()
        return len(lines)

    def damage(self, error, lines, files):
        """What PostgreSQL could not take, told by the file's own line; the server counts the rows that it was sent."""
        found = re.search(r"line (\d+)(?:, column (\w+))?", error.diag.context or "")
        # What is refused before it is sent was the row read last.
        row, column = (int(found[1]), found[2] or "") if found else (len(lines), "")
        reason = error.diag.message_primary or str(error)
        return Damaged(self.load.content.file_names[files[row - 1]], lines[row - 1], reason, column)

    def refuse_duplicates(self):
        if self.facts.twice == "row":
            return
        found = self.ask(facts_sql.duplicate(self.facts))
        if found:
            file, line, other_file, other_line, key = found
            names = self.load.content.file_names
            where = f"line {line}" if file == other_file else f"line {line} of {names[file]}"
            raise Damaged(names[other_file], other_line, f"{key} is already on {where}", " + ".join(self.facts.keys))

    def parts(self):
        """The parts that this load replaces: each the part's name, with the scope where its files differ in it."""
        if not self.facts.scope:
            return [self.part]
        self.run(*facts_sql.find_scopes(self.facts), facts_sql.scopes(self.facts))
        found = [dict(zip(self.facts.scope, values, strict=True)) for values in self.cursor.fetchall()]
        return [
            " ".join([self.part, *(self.shown(*pair) for pair in scope.items() if pair[0] != "system")])
            for scope in found
        ]

    def shown(self, column, value):
        choices = dict(self.facts.model._meta.get_field(column).flatchoices)
        if isinstance(value, bool):
            return column if value else f"not {column}"
        return str(choices.get(value, value)) if column == "setting" else str(value)

    def take_back(self):
        if self.facts.versioned:
            self.run(*facts_sql.rewind(self.facts))

    def write_differences(self, number):
        self.run(*facts_sql.find_differences(self.facts))
        added, revised, ended, standing = self.ask(facts_sql.count_differences(self.facts))
        if standing > FEW:
            self.load.refuse_mass_end("rows", standing, ended, self.facts.mass_end)
        # What is gone back to has left its changes when it was loaded.
        if self.facts.versioned and self.facts.numbers and not self.load.again:
            self.run(facts_sql.note_changes(self.facts))
        self.touch("fresh", "stale")
        self.run(*facts_sql.drop_stale(self.facts), facts_sql.add_fresh(self.facts))
        for label, amount in (("added", added), ("revised", revised), ("ended", ended)):
            self.tell(label, amount)
        self.tell("unchanged", max(number - added - revised, 0))

    def tell(self, label, amount):
        """Into the report; beside codes these rows are counted under their own name."""
        self.load.tell(label if self.load.content.codes is None else f"{self.facts.plural} {label}", amount)

    def touch(self, *tables):
        """Index entries are searched with their codes."""
        if self.facts.model is IndexTerm:
            self.run(*(sql.TOUCH_INDEXED.format(table=table) for table in tables))

    def count_more(self):
        """What an operator wants to know besides: how many edits are in force, what names unknown codes."""
        if self.facts.model is PtpEdit:
            self.load.tell("edits in force", self.ask(IN_FORCE)[0])
        if self.facts.model is IndexTerm:
            self.load.tell("index entries for codes that are not loaded", self.ask(UNKNOWN)[0])


IN_FORCE = """
SELECT count(*) FROM staged
WHERE effective <= %(effective)s AND coalesce(deletion >= %(effective)s, true) AND modifier_indicator <> 9
"""
UNKNOWN = """
SELECT count(*) FROM staged s WHERE s.value <> '' AND s.whole AND NOT EXISTS (
    SELECT FROM codes_code c WHERE c.system = s.system AND c.value = s.value AND c.status = 'active')
"""


def allowed_words(row):
    """The short words of a row, but those of the AMA and the ADA: the first with a licence, the second never."""
    number = getattr(row, "value", "")
    if number.startswith("D"):
        return ""
    if CPT.pattern.fullmatch(number) and not settings.CPT_LICENSED:
        return ""
    return row.descriptor


class Rationales:
    """The keys of the edits' rationales: new ones are given out at once and written when the copy has ended."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.keys = dict(Rationale.objects.values_list("text", "pk"))
        self.known = set(self.keys)
        self.next = max(self.keys.values(), default=0) + 1

    def key_of(self, text):
        key = self.keys.get(text)
        if key is None:
            key = self.keys[text] = self.next
            self.next += 1
        return key

    def write(self):
        Rationale.objects.bulk_create(
            Rationale(pk=key, text=text) for text, key in self.keys.items() if text not in self.known
        )
        self.cursor.execute(
            "SELECT setval(pg_get_serial_sequence('codes_rationale', 'id'), greatest(max(id), 1)) FROM codes_rationale"
        )
