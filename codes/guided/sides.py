"""Which sides descriptors that stand beside each other tell, and how they read without them."""

from collections import Counter, defaultdict

# Sides as the publisher prints them; a code "of unspecified femur" stands beside those of the right and of the left.
SIDES = {"right": "right", "left": "left", "bilateral": "bilateral", "both": "bilateral", "unspecified": "unspecified"}
PAIR = {"right", "left"}
# So many words may be missing where a side is told in fewer: "…, right eye", "…, left eye", "…, bilateral".
MISSING = 3
# What a side may be called that has no name: "unspecified side".
NAMELESS = {"side", "laterality"}
GAP = "…"


def words_of(line):
    """The words of a line as they are compared."""
    return [word.casefold().strip(",;") for word in line.split()]


def sided(lines):
    """({place: side}, lines without their sides) of descriptors that stand beside each other.

    A side counts where the same line stands there of the right and of the left, word by word; what is bilateral or
    unspecified may be said in fewer words.
    """
    text = " ".join(lines).casefold()
    if not all(side in text for side in PAIR):
        return {}, lines
    patterns = patterns_of(lines)
    for side in ("bilateral", "unspecified"):
        add_looser(side, lines, patterns)
    sides = {place: side for found in patterns.values() for side, place in found.items()}
    return sides, without_sides(lines, patterns)


def patterns_of(lines):
    """{words with a GAP where the side stands: {side: place}}, of what is told of the right and of the left."""
    found = defaultdict(dict)
    for place, line in enumerate(lines):
        words = words_of(line)
        for at, word in enumerate(words):
            if word in SIDES:
                found[(*words[:at], GAP, *words[at + 1 :])].setdefault(SIDES[word], place)
    patterns, taken = {}, set()
    for pattern, places in sorted(found.items(), key=lambda item: -len(item[1])):
        if places.keys() >= PAIR and not taken & set(places.values()):
            patterns[pattern] = places
            taken |= set(places.values())
    return patterns


def add_looser(side, lines, patterns):
    """Add to `patterns` who tells `side` of one of them in fewer words, where it can be of no other."""
    taken = {place for places in patterns.values() for place in places.values()}
    for place, line in enumerate(lines if patterns else []):
        words = words_of(line)
        if place in taken or side not in (SIDES.get(word) for word in words):
            continue
        own = {stem(word) for word in words if SIDES.get(word) != side} - NAMELESS
        meant = sorted((lacking(own, pattern), pattern) for pattern in patterns)
        if meant[0][0] <= MISSING and meant[0][0] not in [more for more, _ in meant[1:]]:
            patterns[meant[0][1]].setdefault(side, place)


def lacking(own, pattern):
    """How many words of the pattern are not among `own`; more than may be where it has others."""
    whole = {stem(word) for word in pattern if word != GAP}
    return len(whole - own) if own <= whole else MISSING + 1


def stem(word):
    """A word without the ending of its plural."""
    return word.removesuffix("s").removesuffix("ie").removesuffix("y")


def without_sides(lines, patterns):
    """The lines as they read without a side: the same for all sides of one pattern."""
    plain = list(lines)
    short = {pattern: without_noun(lines[places["right"]], pattern) for pattern, places in patterns.items()}
    told = Counter([*lines, *short.values()])
    for pattern, places in patterns.items():
        line = short[pattern] if told[short[pattern]] == 1 else bare(lines[places["right"]], pattern)
        for place in places.values():
            plain[place] = line
    return plain


def bare(line, pattern):
    """The line without its side."""
    words, at = line.split(), pattern.index(GAP)
    return " ".join(words[:at] + words[at + 1 :])


def without_noun(line, pattern):
    """The line without "…, right eye" at its end; without the side alone where that stands elsewhere."""
    words, at = line.split(), pattern.index(GAP)
    ends = at + 2 >= len(words) and words[at - 1].endswith(",") and at > 0
    return " ".join(words[:at]).strip(",") if ends else bare(line, pattern)
