"""Reads of the pages."""

from trust.models import Page
from trust.shipped import text_of


def words_on_views():
    """What the operator adds to the page on how views work, as Markdown; mostly ""."""
    return Page.objects.filter(slug=Page.Slug.VIEWS).values_list("body", flat=True).first() or ""


def page_of(slug):
    """The page as the operator has worded it, or as the site comes with it where there is no row."""
    try:
        return Page.objects.get(slug=slug)
    except Page.DoesNotExist:
        title, body = text_of(slug)
        return Page(slug=slug, title=title, body=body)
