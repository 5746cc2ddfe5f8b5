"""What sets descriptors apart that stand beside each other: the words that only one of them has."""

import re

from codes.guided.sides import words_of

# Words that lead to what was cut off.
LOOSE = re.compile(
    r"(?:[ ,;]+(?:of|in|on|at|by|to|for|from|with|and|or|the|a|an|following|due|affecting))+$", re.IGNORECASE
)


def labels_of(lines, above):
    """What each line says that the others do not: what it adds to the line above, or what stands between common words.

    [""] for each where all lines are the same.
    """
    different = list(dict.fromkeys(lines))
    if len(different) == 1:
        return [""] * len(lines)
    added = {line: added_to(above, line) for line in different}
    if 2 * sum(bool(label) for label in added.values()) > len(different):
        labels = {line: label or apart(line, above) for line, label in added.items()}
    else:
        labels = between(different)
    if len({label.casefold() for label in labels.values()}) < len(labels):
        labels = {line: line for line in different}
    return [labels[line] for line in lines]


def added_to(above, line):
    """The words that `line` has at one place more than the line above it, or ""."""
    if line.startswith(above) and line[len(above) : len(above) + 1] in (" ", ","):
        return line[len(above) :].strip(" ,;")
    begin, end = alike([words_of(above), words_of(line)])
    return cut(line, begin, end) if begin + end == len(words_of(above)) else ""


def apart(line, above):
    """`line` without the words that it shares with the line above it, if something is left."""
    return cut(line, *alike([words_of(above), words_of(line)])) or line


def between(lines):
    """{line: what stands between the words that all begin with and those that all end with}."""
    begin, end = alike([words_of(line) for line in lines])
    return {line: cut(line, begin, end) or line for line in lines}


def alike(lines):
    """(how many words all begin with, how many all end with behind those) of lists of words."""
    shortest = min(map(len, lines))
    begin = next((i for i in range(shortest) if len({words[i] for words in lines}) > 1), shortest)
    rest = shortest - begin
    return begin, next((i for i in range(rest) if len({words[-1 - i] for words in lines}) > 1), rest)


def cut(line, begin, end):
    """`line` without so many words at its beginning and end; "" where that tears a bracket apart."""
    words = line.split()
    label = LOOSE.sub("", " ".join(words[begin : len(words) - end]).strip(" ,;"))
    return label if all(label.count(a) == label.count(b) for a, b in ("()", "[]")) else ""


def common_beginning(labels):
    """What labels have in common that mean the same in different branches: their first words, or all of them."""
    different = list(dict.fromkeys(labels))
    begin, _ = alike([words_of(label) for label in different])
    words = different[0].split()[:begin]
    return LOOSE.sub("", " ".join(words)).strip(" ,;") or " / ".join(different)
