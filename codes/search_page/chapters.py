"""The chapters of a code system, to narrow a search by."""

from dataclasses import dataclass

from django.core.cache import caches
from django.utils.text import Truncator

from codes.labels import label_of, listed_as
from codes.models import Code

# Of a chapter's title in the list of chapters, in characters.
LONGEST = 60


@dataclass(frozen=True)
class Chapter:
    """A place at the top of a system: `name` as it stands in an address, "icd10cm-9"; `key` of its row."""

    name: str
    key: int
    label: str
    title: str


def chapters_of(system):
    """The Chapters of a system in its order, kept for a minute in each process."""
    kept, name = caches["process"], f"chapters-{system}"
    found = kept.get(name)
    if found is None:
        top = Code.objects.in_system(system).filter(parent=None, kind=Code.Kind.CHAPTER).order_by("position", "value")
        found = [chapter_of(code) for code in top.listed()]
        kept.set(name, found)
    return found


def chapter_of(code):
    title = Truncator(listed_as(code)).chars(LONGEST)
    return Chapter(f"{code.system}-{code.value}", code.pk, label_of(code), title)
