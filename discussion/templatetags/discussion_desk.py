"""What the editors' desk tells of by itself: replies to decide, mistakes to answer."""

from django import template

from discussion.models import Mistake, Reply

register = template.Library()
# Beyond it the desk says "more than".
MOST = 99


@register.inclusion_tag("admin/discussion/_desk.html", takes_context=True)
def readers_on_desk(context):
    """How many replies and mistakes wait, to whoever may decide them."""
    user = context["user"]
    waiting = {
        "replies": Reply.objects.queue() if user.has_perm("discussion.change_reply") else Reply.objects.none(),
        "mistakes": Mistake.objects.open() if user.has_perm("discussion.change_mistake") else Mistake.objects.none(),
    }
    return {name: told(rows[: MOST + 1].count()) for name, rows in waiting.items()}


def told(number):
    """The number, as in "3" or "More than 99"; "" for none."""
    return f"More than {MOST}" if number > MOST else str(number or "")
