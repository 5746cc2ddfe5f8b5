"""Editors' Markdown as HTML that is safe to show."""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "blockquote", "h3", "h4", "table", "thead"}
TAGS |= {"tbody", "tr", "th", "td", "hr"}
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
LONGEST = 50_000


def rendered(text, tags=TAGS):
    """`text` as sanitised HTML; links lead to http, https, mailto or a path of this site."""
    html = PARSER.render(text[:LONGEST])
    clean = nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has cleaned it
