"""Views of the pages."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from trust import cookies, queries
from trust.drawn import drawn


@require_safe
def page(request, slug):
    """One page."""
    return shown(request, queries.page_of(slug))


def shown(request, page, preview=False):
    context = {"page": page, "text": drawn(page.body), "preview": preview}
    if page.slug == "cookies":
        context |= {"cookies": cookies.cookies(), "stored": cookies.stored()}
    return render(request, "trust/page.html", context)
