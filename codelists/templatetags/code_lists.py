"""What pages of other parts of the site show of a reader's code lists."""

from django import template

from codelists.models import CodeList

register = template.Library()


@register.simple_tag
def lists_of(user):
    """The lists of a reader, the last changed first, in one statement; none of a guest."""
    return list(CodeList.objects.of(user)) if user.is_authenticated else []
