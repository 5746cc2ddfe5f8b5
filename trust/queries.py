"""Reads of the pages."""

from trust.models import Page
from trust.shipped import text_of


def page_of(slug):
    """The page as the operator has worded it, or as the site comes with it where there is no row."""
    try:
        return Page.objects.get(slug=slug)
    except Page.DoesNotExist:
        title, body = text_of(slug)
        return Page(slug=slug, title=title, body=body)
