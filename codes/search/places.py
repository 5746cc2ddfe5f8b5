"""Results by their place, for interfaces that ask for so many from a place on and tell how many there are in all."""

from codes import notation
from codes.models import Code
from codes.search.finding import EVERYTHING, typed
from codes.search.query import Reader
from codes.search.ranking import ranked
from codes.search.sequences import sequences
from codes.search.store import held

MOST = 10_000
# No publisher prints a longer one.
LONGEST_WORD = 60
# In what a text is sought: the characters of the code, and the words that lead to it.
CODE, WORDS = "code", "words"


def placed(text, filters=EVERYTHING, offset=0, number=50, *, by=(CODE, WORDS), only=None, rows=None, most=MOST):
    """(how many codes there are, `number` of them from place `offset` on); no more than `most` are counted.

    The last word of `text` may not be finished; without a text all codes are found, in their publisher's order. `only`
    is a further condition as a Q, `rows` a QuerySet that says which columns are read. Three statements at most.
    """
    text = " ".join(word[:LONGEST_WORD] for word in typed(text).split())
    rows = Code.objects.with_pages().listed() if rows is None else rows
    every = filters.of(rows) if only is None else filters.of(rows).filter(only)
    if not text:
        keys = sequences.keys_of(every.order_by("system", "position", "pk"))
        return in_order(rows, keys, offset, number, most)
    if CODE in by and notation.is_prefix(text):
        total, found = counted(every.starting_with(text).order_by("bare", "system"), offset, number, only, most)
        if total:
            return total, found
    if WORDS not in by:
        return 0, []
    return in_order(rows, fitting(text, filters, only and every), offset, number, most)


def counted(codes, offset, number, only, most):
    """The same of a QuerySet. A further condition may be slow to judge: then each code is judged once, not twice."""
    if only is not None:
        return in_order(codes.order_by(), list(codes.values_list("pk", flat=True)[:most]), offset, number, most)
    total = (codes if most is None else codes[:most]).count()
    return total, list(codes[offset : offset + number]) if offset < total else []


def fitting(text, filters, among):
    """The keys of the codes that words lead to, the best first; of `among` if it is a QuerySet."""
    index = held.current()
    query = Reader(index, typing=True).read(text)
    keys = index.key[ranked(index, query, filters.allowed(index)).rows].tolist()
    if among is None or not keys:
        return keys
    left = set(among.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in keys if key in left]


def in_order(rows, keys, offset, number, most):
    page = [int(key) for key in keys[offset : offset + number]]
    found = rows.in_bulk(page) if page else {}
    return len(keys[:most]), [found[key] for key in page if key in found]
