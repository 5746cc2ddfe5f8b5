"""Columns as SVG: where each is drawn. Colours are classes, because the content security policy allows no styles."""

from dataclasses import dataclass

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 50, 12, 10, 20
FLOOR = HEIGHT - BOTTOM
# Of the room of a column, what is left free.
GAP = 0.25


@dataclass(frozen=True)
class Piece:
    """One series of a column; its colour is the class `series-N`."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """A day or month: its pieces, what the mouse is told, and the name below, "" where there is no room for one."""

    pieces: list
    told: str
    middle: float
    name: str


@dataclass(frozen=True)
class Plot:
    """Columns one beside the other, the oldest first; `scale` are (y, label)."""

    title: str
    legend: list
    columns: list
    scale: list
    box: str = f"0 0 {WIDTH} {HEIGHT}"
    left: int = LEFT - 4
    right: int = WIDTH - RIGHT
    names: int = HEIGHT - 5


def stacked(title, legend, rows, every=1):
    """A Plot of rows (name, [number of each series]); each `every`-th row from the last one on is named below."""
    most = top_of(max((sum(numbers) for _, numbers in rows), default=0))
    room = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)
    columns = [
        Column(
            pieces(numbers, LEFT + place * room + room * GAP / 2, room * (1 - GAP), most),
            told(name, legend, numbers),
            round(LEFT + (place + 0.5) * room, 1),
            name if (len(rows) - 1 - place) % every == 0 else "",
        )
        for place, (name, numbers) in enumerate(rows)
    ]
    scale = [(y_of(number, most), f"{number:,}") for number in (0, most // 2, most)]
    return Plot(title, [(series, label) for series, label in enumerate(legend, start=1)], columns, scale)


def pieces(numbers, x, width, most):
    """One upon the other, from the floor up."""
    found, below = [], 0
    for series, number in enumerate(numbers, start=1):
        top, bottom = y_of(below + number, most), y_of(below, most)
        if number:
            found.append(Piece(series, round(x, 1), top, round(width, 1), round(bottom - top, 1)))
        below += number
    return found


def y_of(number, most):
    return round(FLOOR - (FLOOR - TOP) * number / most, 1)


def told(name, legend, numbers):
    """As in "Nov 5: Guests 3, Staff 1"."""
    return f"{name}: " + ", ".join(f"{label} {number:,}" for label, number in zip(legend, numbers, strict=True))


def top_of(most):
    """The even round number at the top of a scale: 2, 4, 10, 20, 40, 100 …"""
    step = 1
    while True:
        for top in (2 * step, 4 * step, 10 * step):
            if most <= top:
                return top
        step *= 10
