"""At a glance: the facts of a code that a coder reads first, ours and the publisher's."""

from typing import NamedTuple

from codes import hcpcs_words, pcs
from codes.sections.parts import PageSection, Part, edited, plural, published

HEADING = "At a glance"


class Facts(NamedTuple):
    """Facts of one origin, as (label, text, links) with links as (text, address); or the characters of a code."""

    source: str
    facts: tuple | list = ()
    characters: tuple | list = ()


def our_facts(code):
    """What editors say that a coder reads first."""
    pairs = [
        ("Service", code.service_type),
        ("Site of service", ", ".join(code.sites_of_service)),
        ("Global days", code.global_days),
        ("Add-on or primary", code.role),
        ("Unit of service", code.unit_of_service),
    ]
    return [(label, text, ()) for label, text in pairs if text]


def their_facts(code, references=None):
    """What the publisher says of a code in its list; `references` maps those of its cross references that are loaded
    to their addresses."""
    if code.system != "hcpcs":
        return []
    facts = [(label, text, ()) for label, text in hcpcs_words.facts_of(code.attributes)]
    values = hcpcs_words.cross_references(code.attributes)
    links = [(value, (references or {}).get(value, "")) for value in values]
    return facts + ([("Cross reference", "", links)] if links else [])


def draw(subject):
    """Our own facts, then the publisher's, each with where they come from."""
    code = subject.today
    groups = [
        Facts(edited(code.edited_at), our_facts(code)),
        Facts(published(code), their_facts(code, {row["name"]: row["url"] for row in subject.texts["reference"]})),
        Facts(published(code), characters=pcs.characters_of(code)),
    ]
    groups = [group for group in groups if group.facts or group.characters]
    return PageSection("glance", HEADING, groups, groups[0].source if len(groups) == 1 else "") if groups else None


def compared(subject):
    """The same facts without their links; of ICD-10-PCS the label of each character."""
    code = subject.today
    facts = [(label, text or ", ".join(value for value, _ in links)) for label, text, links in told_of(code)]
    return facts + [(each.title, f"{each.character} {each.label}") for each in pcs.characters_of(code)]


def told_of(code):
    return our_facts(code) + their_facts(code)


def told(subject, characters):
    code = subject.today
    number = len(told_of(code)) + characters
    return plural(number, "fact") if number else None


PARTS = [Part("glance", HEADING, draw, f"(SELECT count(*) FROM {pcs.CHARACTERS})", told, compared)]
