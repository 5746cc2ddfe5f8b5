"""The order of a list while its reader moves codes about: keys (system, value), and the text that a form holds."""

# How a code is moved: from its place, counted from 0, to another one.
MOVES = {"top": lambda place: 0, "up": lambda place: max(place - 1, 0), "down": lambda place: place + 1}


def moved(keys, key, how):
    """The keys with one of them moved; as they are where there is no such key or move."""
    if key not in keys or how not in MOVES:
        return keys
    place = keys.index(key)
    others = keys[:place] + keys[place + 1 :]
    others.insert(MOVES[how](place), key)
    return others


def completed(keys, standing):
    """The keys that stand in the list, in the order given, each once; those that are not named follow."""
    return list(dict.fromkeys([*(key for key in keys if key in standing), *standing]))


# As text


def text_of(keys):
    """As "cpt/64493 icd10cm/E11.9"."""
    return " ".join(f"{system}/{value}" for system, value in keys)


def keys_in(text):
    """The keys that a text names, in its order."""
    return [key_of(each) for each in text.split()]


def key_of(text):
    """(system, value) of "cpt/64493"."""
    return tuple(text.partition("/")[::2])
