"""Which side a finding is of: right, left, bilateral, as it is told in its words or near them."""

import re

LOBES = {"rul", "rml", "rll", "lul", "lll"}
EYES = {"od", "os", "ou"}
# What tells that "OD" is an eye and no overdose.
EYE = re.compile(r"\b(?:OS|OU|IOP|VA|(?i:ophth\w*|cataracts?|glaucoma|retin\w+|corneal?))\b")
SIDES = {
    **dict.fromkeys(["r", "rt", "right", "rul", "rml", "rll"], "right"),
    **dict.fromkeys(["l", "lt", "left", "lul", "lll"], "left"),
    "od": "right",
    "os": "left",
    "ou": "bilateral",
    **dict.fromkeys(["bilateral", "bilat", "bilaterally", "b/l", "both"], "bilateral"),
}
# A side is told of a finding from so many words away at most.
BESIDE = 4


def side_of(sentence, mention):
    """The side that is told in the mention or nearest to it in its sentence."""
    inside = [i for i, word in enumerate(sentence.words) if mention.start <= word.start < mention.end]
    if not inside:
        return ""
    items = range(sentence.words[inside[0]].item, sentence.words[inside[-1]].item + 2)
    told = [(i, word) for i, word in enumerate(sentence.words) if is_side(word) and word.item in items]
    sides = [(away(i, inside), SIDES[word.text]) for i, word in told]
    near = sorted(side for side in sides if side[0] <= BESIDE)
    return near[0][1] if near else ""


def is_side(word):
    """Short ones are sides in capitals alone; "OD" is an eye beside others, and an overdose elsewhere."""
    return word.text in SIDES and (len(word.text) > 2 or word.raw.isupper() or word.text in ("rt", "lt"))


def away(place, inside):
    return max(inside[0] - place, place - inside[-1], 0)


def of_sides(word):
    return (is_side(word) and word.text not in LOBES) or word.text in ("side", "sided")


def is_eye(word, sentence):
    """Whether "OD" and the like name an eye in the note of this sentence."""
    return word.text in EYES and bool(EYE.search(sentence.text))
