"""Sources and dates: which release a code is from, who wrote about it, and where that can be checked."""

from codes.sections.parts import PageSection, Part, plural

HEADING = "Sources and dates"


def draw(subject):
    code = subject.code
    content = {"code": code, "release": code.release, "sources": subject.texts["source"]}
    return PageSection("sources", HEADING, content)


def told(subject, sources):
    return plural(sources, "source") if sources else ""


PARTS = [Part(HEADING, draw, "(SELECT count(*) FROM codes_source s WHERE s.code_id = %(id)s)", told)]
