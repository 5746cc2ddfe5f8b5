"""Two contents side by side: two versions of one list, or two lists."""

from dataclasses import dataclass

from codelists.actions import entries_of
from codelists.differences import difference
from codelists.lines import lines_of
from codelists.models import CodeList, Entry


@dataclass(frozen=True)
class Side:
    """One list in one version."""

    list: CodeList
    version: int

    @property
    def label(self):
        return f"{self.list.name}, version {self.version}"


def asked(lists, query):
    """The two Sides of an address, `one` and `other` with `one_version` and `other_version`; None where one is none."""
    keys = [plain(query.get(name, "")) for name in ("one", "other")]
    found = {code_list.pk: code_list for code_list in lists.filter(pk__in=[key for key in keys if key])}
    if not all(key in found for key in keys):
        return None
    numbers = [plain(query.get(f"{name}_version", "")) for name in ("one", "other")]
    return tuple(side(found[key], version) for key, version in zip(keys, numbers, strict=True))


def side(code_list, version):
    """A version that is none is the newest."""
    return Side(code_list, version if 0 < version <= code_list.version else code_list.version)


def plain(text):
    return int(text[:9]) if text.isascii() and text[:9].isdigit() else 0


def compared(sides):
    """{added, removed, changed, moved} from the first Side to the second, each lines as `lines_of` gives them.

    A changed line has `before` too, the note that it had; a moved one has `was` and `place`, counted from 1.
    """
    before, after = (entries_of(each.list, each.version) for each in sides)
    differs = difference(before, after)
    return {
        "added": told(differs.added),
        "removed": told(differs.removed),
        "changed": [
            line | {"before": differs.changed[line["system"], line["value"]][0]}
            for line in told({key: after for key, (_, after) in differs.changed.items()})
        ],
        "moved": [
            line | dict(zip(("was", "place"), differs.moved[line["system"], line["value"]], strict=True))
            for line in told({key: after[key] for key in differs.moved})
        ],
    }


def told(entries):
    """Lines of a content, in its order; without any no statement."""
    named = [Entry(system=system, value=value, note=note) for (system, value), note in entries.items()]
    return lines_of(named) if named else []
