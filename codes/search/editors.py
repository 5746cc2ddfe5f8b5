"""The search of the editors' lists: it finds chapters and sections too."""

from django.db.models import Q

from codes import notation
from codes.models import Code
from codes.search import by_code
from codes.search.finding import fitting, typed
from codes.search.tokens import words


def keys(text, number=500):
    """The primary keys of what `text` finds, chapters and sections before the others: for the editors' lists."""
    text = typed(text)
    if code := by_code.exact(text):
        return [code.pk]
    if notation.is_prefix(text) and (found := list(Code.objects.starting_with(text).order_by("bare")[:number])):
        return [code.pk for code in found]
    index, _, ranked = fitting(text)
    return [*groups(text)[:number], *index.key[ranked.rows[:number]].tolist()]


def groups(text):
    """The primary keys of the chapters and sections that have these words."""
    said = words(text)
    if not said:
        return []
    all_words = Q()
    for word in said:
        all_words &= Q(descriptor__icontains=word) | Q(title__icontains=word)
    among = Code.objects.filter(kind__in=[Code.Kind.CHAPTER, Code.Kind.SECTION])
    return list(among.filter(all_words).order_by("system", "position").values_list("pk", flat=True))
