"""What a free account opens, for pages and letters; and which requests wait, for the desk."""

from django import template

from accounts import plans
from accounts.models import MoreViews

register = template.Library()


@register.simple_tag
def free_account():
    """The Terms of whoever registers; one statement."""
    return plans.registered()


@register.inclusion_tag("admin/accounts/_desk.html", takes_context=True)
def requests_on_desk(context):
    """How many requests for more views wait, to whoever may answer them."""
    if not context["user"].has_perm("accounts.change_moreviews"):
        return {}
    return {"requests": MoreViews.objects.filter(state=MoreViews.State.OPEN).count()}
