"""What differs between two versions or two lists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """What the second has and the first has not, and the reverse: {(system, value): note}, `changed` with both notes.

    False where there is none.
    """

    added: dict
    removed: dict
    changed: dict

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)

    @property
    def counts(self):
        return {name: len(getattr(self, name)) for name in ("added", "removed", "changed")}


def difference(before, after):
    """The Difference of two contents, {(system, value): note} each."""
    return Difference(
        added={key: note for key, note in after.items() if key not in before},
        removed={key: note for key, note in before.items() if key not in after},
        changed={key: (before[key], note) for key, note in after.items() if before.get(key, note) != note},
    )
