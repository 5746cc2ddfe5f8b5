"""Sources and dates: which release a code is from, who wrote about it, and where that can be checked."""

from django.utils.formats import date_format

from codes.sections.parts import PageSection, Part, plural

HEADING = "Sources and dates"


def draw(subject):
    code = subject.code
    signed = signature(subject.today)
    content = {"code": code, "release": code.release, "signed": signed, "sources": subject.texts["source"]}
    return PageSection("sources", HEADING, content)


def signature(code):
    """Who wrote about a code, who reviewed it and when, by the names they gave; "" where nobody did.

    As in "Written by Ed Itor, reviewed by Re Viewer, 3 November 2026".
    """
    if not code.edited_at:
        return ""
    writer = f"Written by {code.editor.name}" if code.editor and code.editor.name else "Written by our editors"
    reviewer = f"reviewed by {code.reviewer.name}" if code.reviewer and code.reviewer.name else ""
    if code.reviewed_at and not reviewer:
        reviewer = "reviewed"
    return ", ".join(part for part in (writer, reviewer, date_format(code.edited_at)) if part)


def told(subject, sources):
    return plural(sources, "source") if sources else ""


PARTS = [Part("sources", HEADING, draw, "(SELECT count(*) FROM codes_source s WHERE s.code_id = %(id)s)", told)]
