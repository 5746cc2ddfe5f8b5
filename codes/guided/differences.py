"""What the codes below an ICD-10-CM heading differ in, read from their descriptors.

The descriptors of what stands below one heading are laid beside each other word by word. Where they differ in a side,
an encounter, a trimester..., the difference belongs to a question that holds for many branches and may be asked at any
time. What else they differ in divides the hierarchy, and is asked from the top down. Headings that differ in a side
alone are one branch from there on: what stands below the right thigh stands below the left one too.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from codes.guided.labels import labels_of
from codes.guided.sides import sided
from codes.guided.words import BY_WORDS, ENCOUNTER, KIND, SIDE, is_unspecified


@dataclass(frozen=True)
class Answer:
    """One answer of a question: `key` in the address, and `label` as the descriptors say it."""

    key: str
    label: str

    @property
    def unspecified(self):
        return is_unspecified(self.label)


@dataclass(frozen=True, eq=False)
class Leaf:
    """A billable code with its answers: `said` by the keys of questions, `path` down the hierarchy."""

    code: object
    said: dict
    path: tuple = ()

    def answers(self, key):
        """The Answers that the code gives to a question; none where it makes no difference of it."""
        if key == KIND:
            return self.path
        return (self.said[key],) if key in self.said else ()

    def fits(self, key, answer):
        """Whether it may be the code where `key` is answered so; what it makes no difference of fits always."""
        if key == KIND:
            return any(step.key == answer for step in self.path)
        return key not in self.said or self.said[key].key == answer


@dataclass(frozen=True, eq=False)
class Member:
    """A code or heading on the way down, with what was said above it."""

    code: object
    said: dict


def leaves_of(top, below):
    """The Leaves below `top`, in the publisher's order; `below` are all Lines below it."""
    children = standing(below)
    if top.id not in children:
        return [Leaf(top, {})] if top.billable else []
    found = divided([Member(top, {})], (), children)
    return sorted(found, key=lambda leaf: leaf.code.position)


def standing(codes):
    """{key of a heading: what stands directly below it}, without what leads to no billable code."""
    children = defaultdict(list)
    for code in reversed(codes):
        if code.billable or code.id in children:
            children[code.parent_id].append(code)
    return {key: found[::-1] for key, found in children.items()}


def divided(members, path, children):
    """The Leaves below `members`, which are one branch: they differ in what was said of them alone."""
    branches = branches_of(members, children)
    found = []
    for label, branch in branches.items():
        further = (*path, step(branch[0].code, label, path)) if len(branches) > 1 else path
        if any(member.code.id in children for member in branch):
            found += divided(branch, further, children)
        else:
            found += [Leaf(member.code, member.said, further) for member in branch]
    return found


def step(first, label, path):
    """The answer that leads into a branch: by its first code, which may have led here already."""
    known = any(answer.key == first.value for answer in path)
    key = f"{first.value}-{len(path)}" if known else first.value
    return Answer(key, label.strip() or first.line.strip() or first.value)


def branches_of(members, children):
    """{label: [Member]} of what stands directly below.

    What is in one branch answers the same questions, and no two of it answer them alike: so they tell it apart.
    """
    branches = defaultdict(dict)
    for member in members:
        for label, part in parts_of(member, children):
            said = {key: answer.key for key, answer in part.said.items()}
            beside = branches[label].keys()
            if frozenset(said.items()) in beside or any(said.keys() != dict(other).keys() for other in beside):
                label = f"{part.code.line} ({part.code.value})"
            branches[label][frozenset(said.items())] = part
    return {label: list(parts.values()) for label, parts in branches.items()}


def parts_of(member, children):
    """[(label, Member)] directly below one heading; a code is its own and only part."""
    codes = children.get(member.code.id)
    if not codes:
        return [(member.code.line, member)]
    lines = [code.line for code in codes]
    sides, lines = ({}, lines) if SIDE.key in member.said else sided(lines)
    labels = labels_of(lines, member.code.line)
    subject = subject_of(labels, member.said)
    parts = []
    for place, (code, label) in enumerate(zip(codes, labels, strict=True)):
        said = dict(member.said)
        if place in sides:
            said[SIDE.key] = Answer(sides[place], sides[place])
        if subject:
            said[subject.key] = Answer(key_of(subject, code, label), label)
        parts.append(("" if subject else label, Member(code, said)))
    return parts


def subject_of(labels, said):
    """The Subject that most of the differences tell of, or None."""
    if len(set(labels)) < 2:
        return None
    for subject in BY_WORDS:
        telling = sum(bool(subject.words.search(label)) for label in labels)
        if subject.key not in said and 2 * telling >= len(labels):
            return subject
    return None


def key_of(subject, code, label):
    """How an answer stands in an address: an encounter by its 7th character, others by their words."""
    return code.value[-1] if subject is ENCOUNTER else slug(label) or code.value


def slug(label):
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
