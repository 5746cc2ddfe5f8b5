"""A page's text as HTML that is safe to show."""

from email.utils import parseaddr

from django.conf import settings

from codes.markdown import TAGS, rendered


def drawn(body):
    """The Markdown of a page, with headings of the second level, and what stands in [[…]] filled in."""
    return rendered(body.replace("[[contact]]", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]), TAGS | {"h2"})
