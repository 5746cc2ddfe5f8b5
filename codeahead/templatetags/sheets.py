"""Where the one stylesheet is, if the site has it."""

from django.conf import settings
from django.template import Library
from django.templatetags.static import static

from codeahead.sheets import ONE

register = Library()


@register.simple_tag
def one_sheet():
    """The address of the one sheet in production; "" in local mode, where each file is read as it is."""
    return "" if settings.LOCAL else static(ONE)
