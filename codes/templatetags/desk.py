"""What the editors' desk tells of by itself: conflicts to decide, releases that are due."""

from django import template

from codes import standing
from codes.admin.words import apart
from codes.models import Conflict

register = template.Library()
# Beyond it the desk says "more than".
MOST = 999


@register.inclusion_tag("admin/codes/_conflicts.html", takes_context=True)
def conflicts_to_decide(context):
    """How many conflicts wait, to whoever may decide them."""
    may = context["user"].has_perm("codes.change_code")
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
