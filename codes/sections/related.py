"""Related codes, as a small tree: what stands above a code, the code, and what stands below it; each says why."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from codes import relations
from codes.sections.paid import overtaken
from codes.sections.parts import OURS, PageSection, Part, plural
from codes.status import is_over

HEADING = "Related codes"
# How many of one kind are shown at once; the others are folded away.
FIRST = 30
ABOVE, BELOW = ("primary", "replaces"), ("add_on", "replaced_by", "see_instead")
LABELS = {
    "primary": "Primary codes",
    "replaces": "Coded before as",
    "add_on": "Add-on codes",
    "replaced_by": "Replaced by",
    "see_instead": "See instead",
}
# A "previous code" of a conversion table may live on beside the newer ones.
LIVES_ON = "Newer codes for part of it"
# CMS's types of add-on code edits.
TYPES = {
    1: "Type 1: paid only beside a primary code that CMS lists.",
    2: "Type 2: CMS lists no primary codes; the Medicare contractor decides which it accepts.",
    3: "Type 3: paid beside a primary code that CMS lists, or another that the Medicare contractor accepts.",
}


@dataclass
class Kin:
    """One related code: `why` is our editors' reason, `theirs` what the publisher's release says of it."""

    value: str
    title: str
    url: str
    why: str = ""
    ours: bool = False
    theirs: relations.Relative | None = None

    @property
    def origin(self):
        """Who relates the two."""
        publisher = "the publisher" if self.theirs and self.theirs.type is None else "CMS"
        return " and ".join(name for name, says in ((publisher, self.theirs), ("our editors", self.ours)) if says)

    @property
    def is_bare(self):
        """Whether it is a number and nothing else."""
        return not (self.title or self.why or self.since or self.theirs and self.theirs.more)

    @property
    def since(self) -> date | None:
        return self.theirs.since if self.theirs else None


@dataclass
class Branch:
    """All codes of one kind, the first shown at once and the others folded away; `left_out` more were not read."""

    kind: str
    label: str
    kin: list
    left_out: int

    @property
    def number(self):
        """How many codes are named: where the contractors decide there is none."""
        return sum(1 for kin in self.kin if kin.value) + self.left_out

    @property
    def shown(self):
        return self.kin[:FIRST]

    @property
    def folded(self):
        return self.kin[FIRST:]

    @property
    def types(self):
        return sorted({kin.theirs.type for kin in self.kin if kin.theirs and kin.theirs.type})

    @property
    def told(self):
        """CMS's types in words."""
        return [TYPES[each] for each in self.types]

    @property
    def bare(self):
        """Whether there is nothing to say beside the numbers."""
        return not self.mixed and all(kin.is_bare for kin in self.kin)

    @property
    def mixed(self):
        """Whether each code must say who relates it, or of which type it is."""
        return len({kin.origin for kin in self.kin}) > 1 or len(self.types) > 1


def draw(subject):
    """{code, above, below, remark}: the branches above and below the code."""
    relatives = relations.relatives_of(subject.today, subject.day)
    branches = {kind: branch_of(subject, kind, relatives[kind]) for kind in LABELS}
    above, below = ([branches[kind] for kind in kinds if branches[kind].kin] for kinds in (ABOVE, BELOW))
    remark = remark_of(relatives, subject.day)
    if not (above or below or remark):
        return None
    content = {"code": subject.today, "above": above, "below": below, "remark": remark}
    return PageSection("related", HEADING, content, source_of([*above, *below], subject.today))


def branch_of(subject, kind, theirs):
    """Our editors' codes first, in their order; what the publisher says of the same ones stands with them."""
    kin = {row["name"]: Kin(row["name"], row["more"], row["url"], row["text"], True) for row in subject.texts[kind]}
    for row in theirs:
        each = kin.setdefault(row.value, Kin(row.value, row.title, row.url))
        each.theirs = each.theirs or row
    left_out = theirs[0].number - len(theirs) if theirs else 0
    return Branch(kind, label_of(kind, subject), list(kin.values()), left_out)


def label_of(kind, subject):
    over = is_over(subject.today, subject.day)
    return LIVES_ON if kind == "replaced_by" and not over and not subject.texts[kind] else LABELS[kind]


def remark_of(relatives, day):
    """How far the releases of add-on edits reach; "" where there is nothing to say."""
    edits = [*relatives["primary"], *relatives["add_on"]]
    if edits:
        return overtaken(edits[0], day, "release of add-on code edits")
    return f"No release of add-on code edits is loaded for {date_format(day)}." if relatives["later"] else ""


def source_of(branches, code):
    """Whose facts these are: "CodeAhead · CMS, NCCI add-on code edits July 2024"."""
    kin = [each for branch in branches for each in branch.kin]
    names = [OURS] if any(each.ours for each in kin) else []
    for each in kin:
        if each.theirs:
            names.append(f"{'CMS' if each.theirs.type else code.system_facts.publisher}, {each.theirs.release}")
    return " · ".join(dict.fromkeys(names))


def told(subject, amounts):
    """For guests: "9, with the reason" where our editors give one for each, else "14 codes"."""
    number, ours, others = amounts
    if not number:
        return "" if others else None
    return f"{number:,}, with the reason" if number == ours else plural(number, "code")


PARTS = [Part("related", HEADING, draw, relations.AMOUNTS, told)]
