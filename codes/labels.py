"""How codes are named where they stand beside others: in crumbs, trees and lists."""

from codes.models import Code
from codes.status import line_chips
from codes.systems import ICD10PCS


def label_of(code):
    """How a place in the hierarchy is called."""
    if code.kind != Code.Kind.CHAPTER or (code.system != ICD10PCS.key and not code.value.isdigit()):
        return code.value
    # The first character of ICD-10-PCS names what its publisher calls a section.
    return f"{'Section' if code.system == ICD10PCS.key else 'Chapter'} {code.value}"


def listed_as(code):
    """The line that names a code beside others: words that need a licence stand on the code's own page alone."""
    if code.kind == Code.Kind.PLACE and code.short_descriptor:
        # Its name; the description is a paragraph.
        return code.short_descriptor
    return code.described_as if code.system_facts.official_text else code.title


def lines(codes, *, with_system=True):
    """Codes as the list component shows them."""
    return [
        {
            "value": label_of(code),
            "title": listed_as(code),
            "url": code.url,
            "system_label": code.get_system_display() if with_system else "",
            "chips": line_chips(code) if code.kind in (Code.Kind.CODE, Code.Kind.HEADING) else [],
        }
        for code in codes
    ]
