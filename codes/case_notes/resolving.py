"""Which of the phrases that a sentence says count: those that say most, each word once, none torn by a comma.

Words of every day, units and parts of the body alone say nothing.
"""

import re
from functools import cache
from itertools import islice

from codes.case_notes import limits
from codes.case_notes.tables import rows
from codes.search.tokens import EMPTY

# "2", "7.5", "4th".
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:st|nd|rd|th)?")

# A vertebra, or the number of a cycle.
SPINE = re.compile(r"[ctls]\d{1,2}")


def resolved(hits, words, index, *, naming=False):
    """The Hits that count: those that say most, none of words that are used but in "to bone and brain".

    `naming`: the words stand where conditions are named, and so an abbreviation in capitals is no word of every day.
    """
    used, kept = set(), []
    telling = [hit for hit in hits if says_something(hit, words, index, naming=naming)]
    telling = [hit for hit in telling if not torn(hit, words, telling)]
    for hit in telling:
        if not used.intersection(hit.places) and not any(is_inside(hit, one) for one in kept):
            kept += [whole_of(hit, telling, used), *first_of_two(hit, telling, words, index)]
            used.update(hit.places)
    more = [hit for hit in telling if shares(hit, used, kept, words)]
    for hit in more:
        fresh = set(hit.places) - used
        if fresh:
            used.update(fresh)
            kept.append(hit)
    return kept


def is_inside(hit, other):
    """Whether a single word stands among those of another finding: the "ischemic" of an MCA ischemic stroke."""
    return len(hit.places) == 1 and other.places[0] < hit.places[0] < other.places[-1]


def whole_of(hit, hits, used):
    """What says more with words that another finding has too: of "iron deficiency anemia in pregnancy" the anemia."""
    wider = (one for one in hits if set(one.places) > set(hit.places) and used.intersection(one.places))
    return next(wider, hit)


def first_of_two(hit, hits, words, index):
    """Of "metastases to bone and brain", read as those to the brain, the one to the bone."""
    joint = [place for place in range(hit.places[0], hit.places[-1]) if words[place].text in ("and", "or")]
    if not joint:
        return []
    of = index.bare[index.owner[hit.phrase]]
    codes = ((one, index.bare[index.owner[one.phrase]]) for one in hits if one.places[-1] < joint[0])
    found = (one for one, code in codes if code[:3] == of[:3] and code != of and one.places[0] == hit.places[0])
    return list(islice(found, 1))


def torn(hit, words, hits):
    """Whether a hit reaches over a comma into words that are not all about it, or that say more by themselves."""
    items = sorted({words[place].item for place in hit.places})
    if len(items) < 2:
        return False
    behind = [
        place for place, word in enumerate(words) if items[0] < word.item <= items[-1] and place not in hit.places
    ]
    if any(not says_nothing(words[place]) or place < hit.places[-1] for place in behind):
        return True
    apart = [next((one.weight for one in hits if items_of(one, words) == {item}), 0) for item in items]
    return all(apart) and sum(apart) > limits.APART * hit.weight


def says_nothing(word):
    return word.text in EMPTY or ordinary().get(word.text) == "never"


def items_of(hit, words):
    return {words[place].item for place in hit.places}


def shares(hit, used, kept, words):
    """Whether a hit tells with words of another what stands behind an "and": bone and brain, radius and ulna."""
    fresh = sorted(set(hit.places) - used)
    if not fresh or not used.intersection(hit.places):
        return False
    other = next((one for one in kept if set(hit.places) & set(one.places)), None)
    if other is None or fresh[0] < max(other.places):
        return False
    between = [word.text for word in words[max(other.places) + 1 : fresh[0]]]
    return between in (["and"], ["or"])


# Which phrases say enough to be a finding


@cache
def ordinary():
    """{word: company or never}."""
    return dict(rows("ordinary"))


def says_something(hit, words, index, *, naming=False):
    """Whether a Hit is a finding: a word that is none of the ordinary ones, or two that may be part of one.

    An encounter or an external cause is told by two words, none of them ordinary in itself.
    """
    own = [words[place] for place in hit.places if not NUMBER.fullmatch(words[place].text)]
    kinds = [kind_of(word, naming) for word in own]
    if chr(index.bare[index.owner[hit.phrase]][0]) in "VWXYZ":
        return kinds.count("free") + kinds.count("company") > 1 and "free" in kinds
    if "free" in kinds:
        return len(own) > 1 or hit.weight >= limits.RARE
    return kinds.count("company") > 1 or ("company" in kinds and "part" in kinds)


def kind_of(word, naming):
    """How much a word says: free, or as the list of the ordinary ones has it."""
    kind = "never" if SPINE.fullmatch(word.text) else ordinary().get(word.text, "free")
    if kind == "capitals":
        return "free" if naming and word.raw.isupper() else "never"
    return kind
