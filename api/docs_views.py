"""The page of the API, drawn from its own description: no script of elsewhere, readable without any."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import policy
from api import problems
from api.description import api
from api.documentation import groups
from api.examples import OPEN


@require_safe
def docs(request):
    """How to ask, what may be asked, and what the answers look like."""
    context = {
        "groups": groups(api.get_openapi_schema()),
        "open": OPEN,
        "policy": policy,
        "problems": problems.NAMED,
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "api/docs.html", context)
