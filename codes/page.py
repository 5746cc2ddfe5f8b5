"""The sections of a code page in order, and what each reader may see of them; no HTML."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localdate

from codes import queries
from codes.markdown import rendered
from codes.models import Code, Note, Relation, Section

OURS = "CodeAhead"


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


@dataclass
class Page:
    """A code page as one reader gets it: what is not in here cannot leave the server."""

    code: Code
    place: queries.Place
    walled: bool
    sections: list = field(default_factory=list)
    locked: list = field(default_factory=list)

    @property
    def crumbs(self):
        system = {"label": self.code.get_system_display(), "url": f"/browse/{self.code.system}/"}
        above = [
            {"label": label_of(a), "url": f"/browse/{a.system}/{a.value}/", "title": a.described_as}
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
        return [{"value": c.value, "title": c.described_as, "url": c.url, "here": c.pk == self.code.pk} for c in lines]

    @property
    def tree_heading(self):
        if self.place.children:
            return f"Below {self.code.value}"
        return self.place.ancestors[-1].described_as if self.place.ancestors else ""

    @property
    def chips(self):
        return status_chips(self.code, self.place.replacements)


def page_for(code, reading):
    """The page of `code` as `reading` allows it: walled, open to a guest, or whole."""
    page = Page(code=code, place=queries.place_of(code), walled=not reading.granted)
    if page.walled:
        return page
    page.sections = [section for section in (official(code), common_language(code)) if section]
    if reading.everything:
        page.sections += further_sections(code, page.place)
    else:
        page.locked = locked_sections(code, page.place)
    return page


def label_of(code):
    """How a place in the hierarchy is called."""
    return f"Chapter {code.value}" if code.kind == Code.Kind.CHAPTER and code.value.isdigit() else code.value


def fiscal_year(day):
    """The federal fiscal year of a day: it begins on 1 October of the year before."""
    return day.year + (day.month >= 10)


def status_chips(code, replacements):
    """The status line: [{text, tone, url}]; the first chip says whether the code may be billed."""
    first = status(code)
    if replacements:
        first |= {"text": f"{first['text']} → {replacements[0].value}", "url": replacements[0].url}
    chips = [
        first,
        *({"text": f"→ {other.value}", "tone": "bad", "url": other.url} for other in replacements[1:]),
    ]
    if out_of_date(code):
        chips.append({"text": f"FY {fiscal_year(localdate())} release not loaded yet", "tone": "warn"})
    if code.role:
        chips.append({"text": code.role, "tone": ""})
    if code.release and not code.release.official:
        text = "Sample, not the official release" if code.system_facts.official_text else "In our own words"
        chips.append({"text": text, "tone": "warn" if code.system_facts.official_text else ""})
    return chips


def out_of_date(code):
    """Whether a fiscal year has begun since the release of the code: ICD-10-CM changes on each 1 October."""
    year = fiscal_year(code.release.effective) if code.system == "icd10cm" and code.release else None
    return year is not None and code.status == Code.Status.ACTIVE and year < fiscal_year(localdate())


def status(code):
    """The first chip, without what replaced the code."""
    if code.status == Code.Status.DELETED:
        when = f" {date_format(code.effective_to + timedelta(days=1))}" if code.effective_to else ""
        return {"text": f"Deleted{when}", "tone": "bad"}
    if code.kind == Code.Kind.HEADING:
        return {"text": "Header: choose a longer code", "tone": "warn"}
    if code.system == "icd10cm" and code.release:
        return {"text": f"Valid for billing, FY {fiscal_year(code.release.effective)}", "tone": "good"}
    since = f" since {date_format(code.effective_from)}" if code.effective_from else ""
    return {"text": f"Active{since}", "tone": "good"}


def line_chips(code):
    """The chips of a code in a list."""
    if code.status == Code.Status.DELETED:
        return [{"text": "Deleted", "tone": "bad"}]
    if code.kind == Code.Kind.HEADING:
        return [{"text": "Header", "tone": "warn"}]
    return [{"text": "Billable" if code.system == "icd10cm" else "Active", "tone": "good"}]


def lines(codes, *, with_system=True):
    """Codes as the list component shows them."""
    return [
        {
            "value": label_of(code),
            "title": code.described_as,
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
    return PageSection("official", "Official Description", {"text": code.descriptor, "facts": facts}, source)


def common_language(code):
    if not code.common_language:
        return None
    return PageSection("common_language", "Common Language Description", code.common_language, edited(code.edited_at))


def edited(moment):
    return f"{OURS} · {date_format(moment)}" if moment else OURS


def glance_facts(code):
    """What a coder reads first, as (label, text) pairs."""
    pairs = [
        ("Service", code.service_type),
        ("Site of service", ", ".join(code.sites_of_service)),
        ("Global days", code.global_days),
        ("Add-on or primary", code.role),
        ("Unit of service", code.unit_of_service),
    ]
    return [(label, text) for label, text in pairs if text]


def further_sections(code, place):
    """All sections that follow the two descriptions, those with nothing to say left out."""
    texts = queries.texts_of(code)
    sections = [
        PageSection("glance", "At a glance", glance_facts(code), edited(code.edited_at)),
        PageSection("notes", "Notes", notes_by_kind(code, place.ancestors), published(code)),
        *written_sections(texts),
        PageSection("modifiers", "Modifiers", texts["modifier"], OURS),
        PageSection("related", "Related codes", related(code), OURS),
        PageSection("payers", "Medicare coverage and payers", texts["payer"], OURS),
    ]
    return [section for section in sections if section.content] + [sources_and_dates(code, texts)]


def published(code):
    return f"{code.system_facts.publisher} · {code.release}" if code.release else ""


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
    above = {a.pk: Above(a.url, label_of(a), a.described_as) for a in ancestors}
    groups = []
    for kind in Note.Kind:
        origins = {}
        for note in notes:
            if note.kind == kind:
                origins.setdefault(above.get(note.code_id), []).append(note.text)
        if origins:
            groups.append((kind.label, list(origins.items())))
    return groups


def related(code):
    """[(label, [relation])] by what the other code is to this one."""
    relations = list(code.relations.select_related("target"))
    groups = [(kind.label, [r for r in relations if r.kind == kind]) for kind in Relation.Kind]
    return [(label, rows) for label, rows in groups if rows]


def sources_and_dates(code, texts):
    content = {"code": code, "release": code.release, "sources": texts["source"]}
    return PageSection("sources", "Sources and dates", content)


def locked_sections(code, place):
    """What stands behind registration: the same sections in the same order, as headings and amounts only."""
    amounts = queries.amounts_of(code, place.ancestors)
    glance = len(glance_facts(code))
    lines = [
        ("At a glance", glance, plural(glance, "fact")),
        ("Notes", amounts.notes, f"{amounts.notes} that apply"),
        *((kind.label, kind in amounts.sections, "") for kind in Section.Kind),
        ("Modifiers", amounts.modifiers, f"{amounts.modifiers} that apply"),
        ("Related codes", amounts.relations, f"{amounts.relations}, with the reason"),
        ("Medicare coverage and payers", amounts.payers, plural(amounts.payers, "payer")),
        ("Sources and dates", True, plural(amounts.sources, "source") if amounts.sources else ""),
    ]
    return [Locked(heading, amount) for heading, there, amount in lines if there]


def plural(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
