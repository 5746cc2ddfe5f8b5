"""Pages of the project itself: how views work, tools that are to come, the style guide, errors."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from accounts import plans, policy
from codeahead.styleguide import sample
from trust import queries
from trust.drawn import drawn

TOOLS = {
    "casepilot": {
        "name": "CasePilot",
        "line": "Medical Coding Assistant",
        "text": "Ask a coding question and get an answer drawn from the loaded releases, with the rule and the "
        "source it rests on.",
        "points": [
            "Answers cite the code, the edit or the note they come from, with its date.",
            "It says so when the loaded releases hold no answer.",
            "It never tells more of a code page than your account may open.",
        ],
    },
    "caseconsultant": {
        "name": "CaseConsultant",
        "line": "Instant Email Coding Consultant",
        "text": "Send a case by form or e-mail and get a coding answer back by e-mail.",
        "points": [
            "Leave out names, dates of birth and record numbers: the form will remind you.",
            "Every answer lists the codes, modifiers and edits it considered.",
        ],
    },
    "careercenter": {
        "name": "CareerCenter",
        "line": "Medical Coding Job Board",
        "text": "Positions for coders, auditors and educators, posted by the employers themselves.",
        "points": ["Free to read.", "Each posting shows its date and ends by itself."],
    },
}


@require_safe
def how_views_work(request):
    """The meter in the reader's words."""
    context = {
        "policy": policy,
        "period": settings.VIEWS_PERIOD,
        "free": plans.registered(),
        "words": drawn(queries.words_on_views()),
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 60 * 60),
    }
    return render(request, "pages/how_views_work.html", context)


@require_safe
def tool(request, tool):
    """What a tool will do, until it is there."""
    return render(request, "pages/tool.html", {"tool": TOOLS[tool]})


@require_safe
def styleguide(request):
    """Every component in its states."""
    return render(request, "styleguide.html", sample())


@require_safe
def favicon(request):
    """For what asks for the icon without reading a page."""
    return redirect(static("img/favicon.svg"), permanent=True)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)
