"""A version of a list as a CSV file that can be imported again."""

import csv
import io

from django.http import HttpResponse
from django.utils.text import slugify

from codes.texts_csv import guarded

COLUMNS = ["system", "code", "note", "description", "status", "replaced by"]


def text_of(lines):
    """The file of lines as `lines.lines_of` gives them; what a spreadsheet would take for a formula is guarded."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in row_of(line)] for line in lines)
    return text.getvalue()


def row_of(line):
    status = ", ".join(chip["text"] for chip in line["chips"])
    replaced_by = " ".join(each["value"] for each in line["replacements"])
    return [
        line["system"],
        line["code"].value if line["code"] else line["value"],
        line["note"],
        line["title"],
        status,
        replaced_by,
    ]


def answer(name, lines):
    """The file as an answer that a browser saves."""
    response = HttpResponse(text_of(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)[:60] or "code-list"}.csv"'
    return response
