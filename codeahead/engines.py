"""What search engines and browsers ask of a site: robots.txt and the OpenSearch description."""

from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

DAY = 86_400
# What is nobody's to find: accounts, the desk, answers to forms, and pages of which there are endlessly many.
CLOSED = [
    "/admin/",
    "/accounts/",
    "/account/",
    "/my/",
    "/compare/",
    "/discussion/",
    "/local/",
    "/search/?",
    "/lists/",
    "/api/v1/",
]


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request):
    """Which pages crawlers may read (RFC 9309)."""
    context = {"closed": CLOSED, "origin": f"{request.scheme}://{request.get_host()}"}
    return render(request, "pages/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def opensearch(request):
    """How a browser searches here (OpenSearch 1.1)."""
    context = {"origin": f"{request.scheme}://{request.get_host()}"}
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "pages/opensearch.xml", context, content_type=kind)
