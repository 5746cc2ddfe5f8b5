"""What differs between two versions or two lists."""

from dataclasses import dataclass

from codelists.places import staying


@dataclass(frozen=True)
class Difference:
    """What the second has and the first has not, and the reverse: {(system, value): note}.

    `changed` holds both notes, `moved` both places, counted from 1; where several could have moved it is the fewest.
    False where there is none.
    """

    added: dict
    removed: dict
    changed: dict
    moved: dict

    def __bool__(self):
        return any((self.added, self.removed, self.changed, self.moved))

    @property
    def counts(self):
        return {name: len(getattr(self, name)) for name in ("added", "removed", "changed", "moved")}


def difference(before, after):
    """The Difference of two contents, {(system, value): note} each, in their order."""
    return Difference(
        added={key: note for key, note in after.items() if key not in before},
        removed={key: note for key, note in before.items() if key not in after},
        changed={key: (before[key], note) for key, note in after.items() if before.get(key, note) != note},
        moved=moved(list(before), list(after)),
    )


def moved(before, after):
    """{key: (its place before, its place after)} of those in both that do not keep their order."""
    stay = staying(before, after)
    was = {key: place for place, key in enumerate(before, 1)}
    return {key: (was[key], place) for place, key in enumerate(after, 1) if key in was and key not in stay}
