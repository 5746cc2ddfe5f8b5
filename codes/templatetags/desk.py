"""What the editors' desk tells of by itself: drafts, conflicts to decide, releases that are due."""

from django import template

from codes import drafts, standing
from codes.admin.words import apart
from codes.models import Conflict

register = template.Library()
# Beyond it the desk says "more than".
MOST = 999
# The lines of the desk, in the order of `drafts.on_desk_of`, and the list that each leads to.
DRAFTS = [
    ("My drafts", "whose=mine&state=writing"),
    ("Returned to you", "whose=mine&state=returned"),
    ("Waiting for review", "state=in_review"),
    ("Scheduled", "state=scheduled"),
]


@register.inclusion_tag("admin/codes/_drafts.html", takes_context=True)
def drafts_on_desk(context):
    """How many drafts are one's own, came back, wait for review and are scheduled, to whoever writes."""
    user = context["user"]
    if not drafts.may_write(user):
        return {}
    lines = [
        (name, "more than 999" if number > drafts.MOST else number, query)
        for (name, query), number in zip(DRAFTS, drafts.on_desk_of(user), strict=True)
    ]
    return {"lines": lines}


@register.inclusion_tag("admin/codes/_conflicts.html", takes_context=True)
def conflicts_to_decide(context):
    """How many conflicts wait, to whoever may decide them."""
    may = drafts.may_review(context["user"])
    number = Conflict.objects.open()[: MOST + 1].count() if may else 0
    return {"number": min(number, MOST), "more": number > MOST}


@register.inclusion_tag("admin/codes/_due.html", takes_context=True)
def due_releases(context):
    """Which of the sources in use are due, to whoever may look at releases."""
    may = context["user"].has_perm("codes.view_release")
    return {"due": [each for each in standing.loaded() if each.is_due] if may else []}


@register.inclusion_tag("admin/codes/release/_standing.html")
def standing_table():
    """Every source with what is loaded of it and what is due."""
    return {"sources": standing.loaded()}


@register.simple_tag
def compared(conflict):
    """(the editor's words, the publisher's), each as a list of (text, whether only this side has it)."""
    return apart(conflict.editors_words, conflict.publishers_words)
