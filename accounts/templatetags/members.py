"""What a free account opens, for pages and letters; and which requests wait, for the desk."""

from django import template

from accounts import plans
from accounts.models import MoreViews

register = template.Library()
# More than that are not counted.
MOST = 99


@register.simple_tag
def free_account():
    """The Terms of whoever registers; one statement."""
    return plans.registered()


@register.inclusion_tag("admin/accounts/_desk.html", takes_context=True)
def requests_on_desk(context):
    """How many requests for more views wait, to whoever may answer them."""
    if not context["user"].has_perm("accounts.change_moreviews"):
        return {}
    number = MoreViews.objects.filter(state=MoreViews.State.OPEN)[: MOST + 1].count()
    return {"requests": f"More than {MOST}" if number > MOST else number, "one": number == 1}
