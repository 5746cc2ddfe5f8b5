"""The sections of a code page in order, and what each reader may see of them; no HTML."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import date_format

from codes import hcpcs_words, pcs, queries
from codes.as_of import AsOf, read_as_of
from codes.change_words import differences
from codes.changes import history_of
from codes.markdown import rendered
from codes.models import Code, Note, Relation, Section
from codes.status import is_bare, line_chips, note_of, status_chips
from codes.systems import ICD10PCS

OURS = "CodeAhead"
# The changes that are shown of one code, the newest.
HISTORY = 100
# The parts of a CPT release that hold the publisher's own texts for patients.
FOR_PATIENTS = {"consolidated", "consumer"}


@dataclass(frozen=True)
class PageSection:
    """One section: `template` draws `content`; `source` says where it comes from and as of when."""

    key: str
    heading: str
    content: object
    source: str = ""

    @property
    def template(self):
        return f"codes/sections/_{self.key}.html"


@dataclass(frozen=True)
class Locked:
    """A section that the reader may not see: its heading, and how much there is."""

    heading: str
    amount: str = ""


class Above(NamedTuple):
    """Where an inherited note stands."""

    url: str
    label: str
    title: str


class Facts(NamedTuple):
    """Facts of one origin, as (label, text, links) with links as (text, address); or the characters of a code."""

    source: str
    facts: tuple | list = ()
    characters: tuple | list = ()


@dataclass
class Page:
    """A code page as one reader gets it: what is not in here cannot leave the server.

    `code` is what is said of the code itself: as of a day where `as_of` names one, else as it stands.
    """

    code: Code
    place: queries.Place
    walled: bool
    as_of: AsOf | None = None
    sections: list = field(default_factory=list)
    locked: list = field(default_factory=list)

    @property
    def crumbs(self):
        system = {"label": self.code.get_system_display(), "url": f"/browse/{self.code.system}/"}
        above = [
            {"label": label_of(a), "url": f"/browse/{a.system}/{a.value}/", "title": listed_as(a)}
            for a in self.place.ancestors
        ]
        return [system, *above]

    @property
    def head(self):
        label = self.code.get_system_display()
        return {"value": self.code.value, "title": self.code.described_as, "system_label": label}

    @property
    def tree(self):
        """The code among its neighbours, or a heading above what it is divided into."""
        lines = self.place.children or self.place.siblings
        return [{"value": c.value, "title": listed_as(c), "url": c.url, "here": c.pk == self.code.pk} for c in lines]

    @property
    def tree_heading(self):
        if self.place.children:
            return f"Below {self.code.value}"
        return listed_as(self.place.ancestors[-1]) if self.place.ancestors else ""

    @property
    def tree_url(self):
        """Where all of a list is browsed, of which the tree may show a part."""
        above = self.code if self.place.children else next(iter(self.place.ancestors[::-1]), None)
        return f"/browse/{above.system}/{above.value}/" if above else ""

    @property
    def chips(self):
        return status_chips(self.code, self.place.replacements, self.as_of)

    @property
    def note(self):
        """What is not known of the day that the page is read as of."""
        return note_of(self.as_of)


def page_for(code, reading, day=None):
    """The page of `code` as `reading` allows it: walled, open to a guest, or whole; as of `day` where one is given."""
    page = Page(code=code, place=queries.place_of(code), walled=not reading.granted)
    if page.walled:
        return page
    page.as_of = read_as_of(code, day)
    page.code = page.as_of.code if page.as_of else code
    page.sections = [section for section in (official(page.code), common_language(code)) if section]
    if reading.everything:
        page.sections += further_sections(code, page)
    else:
        page.locked = locked_sections(code, page.place)
    return page


def label_of(code):
    """How a place in the hierarchy is called."""
    if code.kind != Code.Kind.CHAPTER or (code.system != ICD10PCS.key and not code.value.isdigit()):
        return code.value
    # The first character of ICD-10-PCS names what its publisher calls a section.
    return f"{'Section' if code.system == ICD10PCS.key else 'Chapter'} {code.value}"


def listed_as(code):
    """The line that names a code beside others: words that need a licence stand on the code's own page alone."""
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


def official(code):
    """The publisher's words with the publisher's copyright line, or a card that says what is missing."""
    facts = code.system_facts
    source = f"{facts.publisher} · {code.release}" if code.release and code.descriptor else ""
    content = {"text": code.descriptor, "facts": facts, "bare": is_bare(code)}
    return PageSection("official", "Official Description", content, source)


def common_language(code):
    """Our own words, or the publisher's for patients where a licensed file brought them."""
    if not code.common_language:
        return None
    theirs = is_for_patients(code)
    content = {"text": code.common_language, "copyright": code.system_facts.copyright if theirs else ""}
    source = published(code) if theirs else edited(code.edited_at)
    return PageSection("common_language", "Common Language Description", content, source)


def is_for_patients(code):
    """Whether the common language description is the publisher's: not an editor's, and the release has such texts."""
    release = code.release
    loaded = release is not None and release.official and FOR_PATIENTS & set(release.parts)
    return bool(loaded) and "common_language" not in code.held


def edited(moment):
    return f"{OURS} · {date_format(moment)}" if moment else OURS


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


def glance(code, references):
    """At a glance: our own facts, then the publisher's, each with where they come from."""
    groups = [
        Facts(edited(code.edited_at), our_facts(code)),
        Facts(published(code), their_facts(code, {row["name"]: row["url"] for row in references})),
        Facts(published(code), characters=pcs.characters_of(code)),
    ]
    groups = [group for group in groups if group.facts or group.characters]
    return PageSection("glance", "At a glance", groups, groups[0].source if len(groups) == 1 else "")


def further_sections(code, page):
    """All sections that follow the two descriptions, those with nothing to say left out."""
    texts = queries.texts_of(code, hcpcs_words.cross_references(code.attributes))
    sections = [
        glance(code, texts["reference"]),
        PageSection("notes", "Notes", notes_by_kind(code, page.place.ancestors), published(code)),
        *written_sections(texts),
        PageSection("modifiers", "Modifiers", texts["modifier"], OURS),
        PageSection("related", "Related codes", related(texts), OURS),
        PageSection("payers", "Medicare coverage and payers", texts["payer"], OURS),
        PageSection("history", "History of changes", history(code)),
    ]
    return [section for section in sections if section.content] + [sources_and_dates(page.code, texts)]


def published(code):
    """Whose words the release of a code holds; a number without a licensed list is from CMS's files."""
    publisher = "CMS" if is_bare(code) else code.system_facts.publisher
    return f"{publisher} · {code.release}" if code.release else ""


def written_sections(texts):
    """The editors' Markdown sections, in the order of Section.Kind."""
    written = {row["name"]: row for row in texts["section"]}
    for kind in Section.Kind:
        if row := written.get(kind):
            origin = f"{row['more'] or OURS} · {date_format(row['day'])}"
            yield PageSection("prose", kind.label, rendered(row["text"]), origin)


def notes_by_kind(code, ancestors):
    """[(label, [(from, [text])])]: the notes of a code by kind; `from` is None or a line of the ancestor above."""
    notes = queries.notes_of(code, ancestors)
    above = {a.pk: Above(a.url, label_of(a), listed_as(a)) for a in ancestors}
    groups = []
    for kind in Note.Kind:
        origins = {}
        for note in notes:
            if note.kind == kind:
                origins.setdefault(above.get(note.code_id), []).append(note.text)
        if origins:
            groups.append((kind.label, list(origins.items())))
    return groups


def related(texts):
    """[(label, [row])] by what the other code is to this one."""
    return [(kind.label, texts[kind]) for kind in Relation.Kind if texts[kind]]


def history(code):
    """What releases changed, the newest first: {releases: [{when, release, url, changes}], more}; None without any."""
    lines = history_of(code, HISTORY + 1)
    told = [line | {"words": differences(line["before"], line["after"])} for line in lines[:HISTORY]]
    grouped = [list(group) for _, group in groupby(told, key=lambda line: line["url"])]
    releases = [{name: group[0][name] for name in ("when", "release", "url")} | {"changes": group} for group in grouped]
    return {"releases": releases, "more": len(lines) > HISTORY} if lines else None


def sources_and_dates(code, texts):
    content = {"code": code, "release": code.release, "sources": texts["source"]}
    return PageSection("sources", "Sources and dates", content)


def locked_sections(code, place):
    """What stands behind registration: the same sections in the same order, as headings and amounts only."""
    amounts = queries.amounts_of(code, place.ancestors)
    glance = len(our_facts(code)) + len(their_facts(code)) + amounts.characters
    lines = [
        ("At a glance", glance, plural(glance, "fact")),
        ("Notes", amounts.notes, f"{amounts.notes} that apply"),
        *((kind.label, kind in amounts.sections, "") for kind in Section.Kind),
        ("Modifiers", amounts.modifiers, f"{amounts.modifiers} that apply"),
        ("Related codes", amounts.relations, f"{amounts.relations}, with the reason"),
        ("Medicare coverage and payers", amounts.payers, plural(amounts.payers, "payer")),
        ("History of changes", amounts.changes, plural(amounts.changes, "change")),
        ("Sources and dates", True, plural(amounts.sources, "source") if amounts.sources else ""),
    ]
    return [Locked(heading, amount) for heading, there, amount in lines if there]


def plural(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
