"""How a publisher's note is shown."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()
# A code as notes print it: E11.9, Z16.-, and both ends of a range such as J00-J22.
IN_NOTE = re.compile(r"\b([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?=\.?-|\b)")


@register.filter
def code_links(text, code):
    """The note with each code in it as a link to that code's page, in the code system of `code`."""
    linked = IN_NOTE.sub(rf'<a class="code" href="/{code.system}/\1/">\1</a>', conditional_escape(text))
    return mark_safe(linked)  # noqa: S308 - escaped before the links are set
