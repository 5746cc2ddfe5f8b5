"""Replies on the code page: the list with its form for those who may read it, only the amount for all others."""

from django import template

from discussion import policy, text, threads
from discussion.access import REPLIES
from discussion.forms import ReplyForm

register = template.Library()


@register.inclusion_tag("discussion/_replies.html", takes_context=True)
def replies(context):
    """Below the sections of an open page. Needs code, reading and request; one statement."""
    code, reading, preview = context["code"], context["reading"], context.get("preview", False)
    shown = {"code": code, "preview": preview, "request": context["request"]}
    if not reading.opens(REPLIES):
        return shown | {"amount": threads.amount_of(code), "reading": reading}
    reader = context["request"].user
    discussion = threads.discussion_of(code, reader, answers=policy.ANSWERS_ON_CODE_PAGE)
    return shown | {"discussion": discussion, "form": form_for(reader, code, discussion), "user": reader}


def form_for(reader, code, discussion):
    initial = {"follow": discussion.follows}
    return ReplyForm(writer=reader, code=code, initial=initial, auto_id="reply_%s")


@register.filter
def linked(words):
    """A reader's text as HTML: see discussion.text.linked."""
    return text.linked(words)


@register.filter
def quoted_lines(words):
    """A text as letters quote it: "> " before each line."""
    return "\n".join(f"> {line}".rstrip() for line in words.splitlines())
