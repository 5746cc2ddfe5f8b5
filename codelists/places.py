"""Where the codes of a list stand: places with room between them, so that moving a code writes one row."""

from bisect import bisect_left

# Between two codes that are put down beside each other.
STEP = 2**20


def places(before, after):
    """{key: place} for the keys `after` in their order; as many as can keep the place that they have in `before`.

    `before` is {key: place}, in the order of the places.
    """
    stay = staying(list(before), after)
    found, run, low = {}, [], None
    for key in after:
        if key not in stay:
            run.append(key)
            continue
        found |= between(low, before[key], run) | {key: before[key]}
        run, low = [], before[key]
    found |= between(low, None, run)
    # Where there was no room left between two of them, all get new places.
    return found if len(found) == len(after) else between(None, None, after)


def between(low, high, keys):
    """{key: place} between two places, either of which may be missing; empty where there is no room for so many."""
    number = len(keys)
    if low is not None and high is not None:
        step = (high - low) // (number + 1)
        return {key: low + step * nth for nth, key in enumerate(keys, 1)} if step else {}
    start = high - STEP * (number + 1) if high is not None else low or 0
    return {key: start + STEP * nth for nth, key in enumerate(keys, 1)}


def staying(before, after):
    """The keys of both that need not move for the one order to become the other: as many as there can be."""
    stood = {key: place for place, key in enumerate(before)}
    kept = [key for key in after if key in stood]
    rising = longest_rising([stood[key] for key in kept])
    return {kept[index] for index in rising}


def longest_rising(numbers):
    """The indexes of the most numbers that can be left so that they rise, by patience sorting."""
    ends, last, earlier = [], [], []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        earlier.append(last[length - 1] if length else None)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [index]
    found, index = [], last[-1] if last else None
    while index is not None:
        found.append(index)
        index = earlier[index]
    return found
