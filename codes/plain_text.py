"""What readers type as plain text, before it is kept."""

import re

from django import forms

# Control characters but for the tab and the line end, and marks that turn the direction of the text around them.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def cleaned(text):
    """`text` with line ends as "\\n" alone, without unseen marks, and without space at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", lines).strip()


class PlainText(forms.CharField):
    """Text that is cleaned before its length is counted: a browser sends two characters for each line end."""

    def to_python(self, value):
        return cleaned(super().to_python(value))
