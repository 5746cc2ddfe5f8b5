"""What the codes of an ICD-10-PCS table differ in: their characters 4 to 7, as the rows of the table label them."""

from collections import Counter, defaultdict

from codes.guided.differences import Answer, Leaf, slug

POSITIONS = range(4, 8)


def leaves_of(below, axes):
    """([Leaf], {key of a question: how it is put}) of a table's codes.

    `axes` are (row, position, title, character, label). A label holds for the one row of the table in which all
    characters of a code stand.
    """
    titles = titles_of(axes)
    rows, anywhere = rows_of(axes), {(position, character): label for _, position, _, character, label in axes}
    several = several_meanings(axes)
    leaves = []
    for code in below:
        if code.billable:
            labels = labels_of(code.value, rows)
            said = {
                titles[position]: answer_of(position, code.value, labels or anywhere, several) for position in POSITIONS
            }
            leaves.append(Leaf(code, said))
    return leaves, {key: f"Which {key.replace('-', ' ')}?" for key in titles.values()}


def titles_of(axes):
    """{position: its key}, such as {4: "body-part"}; where two have the same title, with the position behind it."""
    titles = {position: slug(title) for _, position, title, *_ in reversed(axes)}
    titles = {position: titles.get(position, f"character-{position}") for position in POSITIONS}
    number = Counter(titles.values())
    return {position: key if number[key] == 1 else f"{key}-{position}" for position, key in titles.items()}


def rows_of(axes):
    """[{(position, character): label}] of the rows of a table."""
    rows = defaultdict(dict)
    for row, position, _, character, label in axes:
        rows[row][position, character] = label
    return list(rows.values())


def several_meanings(axes):
    """The (position, character) that mean different things in different rows."""
    labels = defaultdict(set)
    for _, position, _, character, label in axes:
        labels[position, character].add(label)
    return {place for place, found in labels.items() if len(found) > 1}


def labels_of(value, rows):
    """The row in which all characters of a code stand, or None."""
    wanted = {(position, value[position - 1]) for position in POSITIONS}
    return next((row for row in rows if wanted <= row.keys()), None)


def answer_of(position, value, labels, several):
    """What a code answers at one position; a character that means several things is told apart by its label."""
    character = value[position - 1]
    label = labels.get((position, character), character)
    key = f"{character}-{slug(label)}" if (position, character) in several else character
    return Answer(key, label)
