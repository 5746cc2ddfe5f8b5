"""All replies on a code, writing one, taking it back, reporting one, and stopping letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from codes.models import Code
from codes.sections.parts import Locked
from discussion import actions, fences, policy, threads
from discussion.access import REPLIES, may_read
from discussion.forms import ReplyForm, ReportForm
from discussion.letters import home_of, named_by
from discussion.models import Follow, Reply

LAST_PAGE = 1000
NO_LONGER_OPEN = (
    "This code page is not open to you any more. Open it again, then send what you wrote: it is kept below."
)
SHOWN = "Your reply is shown."
WAITING = "Thank you. Your reply waits for an editor; until then only you see it."


def number(text):
    """A whole number from an address; None for anything else."""
    return int(text[:9]) if text.isascii() and text[:9].isdigit() else None


@require_safe
def replies(request, system, value):
    """All replies on a code, or one thread. Metered: costs the view of the code."""
    reading = request.reading
    if reading is None or not reading.granted:
        return redirect("code", system, value)
    code = reading.row
    if not reading.opens(REPLIES):
        locked = [Locked("Replies", str(threads.amount_of(code)))]
        return render(
            request, "discussion/locked.html", {"code": code, "reading": reading, "locked": locked}, status=403
        )
    page = min(number(request.GET.get("page", "")) or 1, LAST_PAGE)
    thread = number(request.GET.get("thread", ""))
    discussion = threads.discussion_of(code, request.user, page=page, thread=thread)
    context = {"code": code, "reading": reading, "discussion": discussion, "page": page, "thread": thread}
    return render(request, "discussion/replies.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, system, value):
    """Write a reply, or with ?to= an answer. Takes no view: the page must be open already."""
    code = get_object_or_404(Code.objects.with_pages(), system=system, value=value)
    if request.user.is_anonymous:
        return redirect_to_login(code.url)
    open_to_me = may_read(request.user, code)
    if request.method != "POST":
        return reply_page(request, code, blank_form(request, code)) if open_to_me else redirect(code)
    form = ReplyForm(request.POST, writer=request.user, code=code, auto_id="reply_%s")
    if not open_to_me:
        return refused(request, code, form, NO_LONGER_OPEN, 403)
    if closed := threads.closed_on(code):
        return refused(request, code, form, closed, 403)
    if not form.is_valid():
        return reply_page(request, code, form, status=400)
    return posted(request, code, form)


def blank_form(request, code):
    """The form for a reply, with what it answers and whether the reader follows the code."""
    follows = Follow.objects.filter(reader=request.user, code=code).exists()
    initial = {"answers": number(request.GET.get("to", "")), "follow": follows}
    return ReplyForm(initial=initial, writer=request.user, code=code, auto_id="reply_%s")


def posted(request, code, form):
    """Keep what the form holds, and lead back to the code page."""
    told = {name: given for name, given in form.cleaned_data.items() if name not in ("website", "opened")}
    try:
        fences.count(request, "reply")
        written = actions.post_reply(writer=request.user, code=code, home=home_of(request), **told)
    except fences.TooOften:
        return refused(request, code, form, fences.TOO_OFTEN, 429)
    except actions.Refused as reason:
        return refused(request, code, form, str(reason), 409)
    messages.success(request, SHOWN if written.state == Reply.State.SHOWN else WAITING)
    return redirect(written)


def refused(request, code, form, words, status):
    form.is_valid()
    form.add_error(None, words)
    return reply_page(request, code, form, status=status)


def reply_page(request, code, form, status=200):
    """The form on a page of its own; what is answered is quoted to those who may read it."""
    asked = number(str(form["answers"].value() or ""))
    answered = form.fields["answers"].queryset.filter(pk=asked).select_related("writer").first() if asked else None
    answered = threads.quoted(answered) if answered and may_read(request.user, code) else None
    return render(request, "discussion/reply.html", {"code": code, "form": form, "answered": answered}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Take my own reply back."""
    found = get_object_or_404(Reply.objects.select_related("code"), pk=pk, writer=request.user)
    if request.method != "POST":
        return render(request, "discussion/withdraw.html", {"reply": found, "code": found.code})
    actions.withdraw(reply=found)
    messages.success(request, "Your reply is deleted.")
    return redirect(f"{found.code.url}#replies")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Tell the editors that a reply should be looked at."""
    found = get_object_or_404(Reply.objects.shown().select_related("code", "writer"), pk=pk)
    if found.writer_id == request.user.pk or not may_read(request.user, found.code):
        raise Http404("no such reply is shown to this reader")
    form = ReportForm(request.POST or None)
    context = {"reply": threads.quoted(found), "code": found.code, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "discussion/report.html", context, status=400 if form.errors else 200)
    try:
        fences.count(request, "report")
    except fences.TooOften:
        form.add_error(None, fences.TOO_OFTEN)
        return render(request, "discussion/report.html", context, status=429)
    new = actions.report_reply(reply=found, reader=request.user, why=form.cleaned_data["why"])
    messages.success(
        request, "Thank you. An editor will look at it." if new else "You have reported this reply before."
    )
    return redirect(f"{found.code.url}#replies")


@require_safe
def rules(request):
    """What happens to a reply, from the same numbers that decide."""
    return render(request, "discussion/rules.html", {"policy": policy})


# The signed address is the right to do it, and a mail program that unsubscribes has no form of ours (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request, token):
    """Stop the letters about a code: at once by POST; GET, which mail scanners send too, only asks."""
    named = named_by(token)
    if named is None:
        raise Http404("no such address was sent in a letter")
    reader, key = named
    code = get_object_or_404(Code.objects.with_pages(), pk=key)
    if request.method == "POST":
        actions.stop_letters(reader=reader, code=key)
    return render(request, "discussion/letters.html", {"code": code, "done": request.method == "POST"})
