"""What a page of a list holds: one page of its entries as lines, and the pages around it."""

from dataclasses import dataclass

from codelists.lines import lines_of
from codelists.models import Entry

# The entries on one page.
PAGE = 100


@dataclass(frozen=True)
class Shown:
    """One page of a version: `lines` as `lines.lines_of` gives them, of `size` entries in all."""

    lines: list
    size: int
    number: int
    last: int

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        return self.number + 1 if self.number < self.last else None


def shown(code_list, *, version, page, day=None):
    """The Shown of one version; a page beyond the last is the last."""
    entries = Entry.objects.filter(list=code_list).at(version)
    size = entries.count()
    last = max(1, -(-size // PAGE))
    number = min(page, last)
    return Shown(lines_of(entries[(number - 1) * PAGE : number * PAGE], day), size, number, last)


def whole(code_list, *, version, day=None):
    """All lines of one version."""
    return lines_of(Entry.objects.filter(list=code_list).at(version), day)


def data_of(user):
    """All of a reader's lists with their versions, as plain values for the file of the account's data."""
    lists = user.code_lists.prefetch_related("versions", "entries").order_by("pk")
    return {"code lists": [plain(code_list) for code_list in lists]}


def plain(code_list):
    return {
        "name": code_list.name,
        "description": code_list.description,
        "begun": code_list.created_at,
        "shared": code_list.token is not None,
        "versions": [{"number": v.number, "when": v.made_at, "what": v.what} for v in code_list.versions.all()],
        "codes": [
            {"code": str(e), "note": e.note, "since version": e.since, "until version": e.until}
            for e in code_list.entries.all()
        ],
    }
