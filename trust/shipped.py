"""The texts that the site comes with: true of what it does, and for the operator's counsel to check."""

from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "texts"


def text_of(slug):
    """(title, body) of a page as it is shipped: the first line is the title."""
    title, _, body = (TEXTS / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
    return title.removeprefix("# "), body.strip()
