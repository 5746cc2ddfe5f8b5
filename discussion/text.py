"""What readers write, made plain: cleaned of what deceives the eye, and shown as text with links."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import mark_safe

# Joiners of emoji and of some scripts; every other character without a shape of its own is dropped.
JOINERS = "\u200c\u200d"
# Control, format (bidirectional overrides, zero width), surrogate and unassigned characters.
SHAPELESS = {"Cc", "Cf", "Cs", "Cn"}
# More marks on one letter than any language sets: they run over the lines above and below.
PILED_MARKS = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085]")
URL = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
# What leads somewhere, or is meant to be taken for that.
LINK = re.compile(r"\w:/|/\s*/|\bwww\s*\.|\]\(|\b(?:javascript|data|mailto):", re.IGNORECASE)
AFTER_A_URL = ".,;:!?)]}*_"
# Names that would be taken for the house's own.
RESERVED = ("codeahead", "editor", "moderator", "administrator", "formerreader")


def clean_text(text):
    """`text` without control characters and bidirectional overrides; line breaks are kept, heaps of them are not."""
    text = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    kept = (c for c in text if c in "\n\t" or c in JOINERS or unicodedata.category(c) not in SHAPELESS)
    return re.sub(r"\n[ \t]*\n\s*\n", "\n\n", PILED_MARKS.sub(r"\1", "".join(kept))).strip()


def clean_name(name):
    """`name` on one line, with nothing in it that cannot be seen."""
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    kept = (c for c in spaced if unicodedata.category(c) not in SHAPELESS)
    return " ".join(PILED_MARKS.sub(r"\1", "".join(kept)).split())


def is_reserved(name):
    """Whether a reader's name says that it is the house's own, however it is spelled."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalnum())
    return any(word in letters for word in RESERVED)


def has_link(text):
    """Whether an editor should look at where a text leads."""
    return LINK.search(text) is not None


def linked(text):
    """Plain text as HTML: everything escaped, http and https addresses as links that vouch for nothing."""
    parts, end = [], 0
    for found in URL.finditer(text):
        address = found[0].rstrip(AFTER_A_URL)
        parts += [escape(text[end : found.start()]), link(address)]
        end = found.start() + len(address)
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped


def link(address):
    """One link; only text where the address hides its host behind a name, or has none."""
    shown = escape(address)
    return f'<a href="{shown}" rel="nofollow ugc noopener">{shown}</a>' if is_plain(address) else shown


def is_plain(address):
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc and "\\" not in address
