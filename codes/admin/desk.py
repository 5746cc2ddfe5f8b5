"""What is done at the desk with a draft: the form's panel, the buttons, comparing, versions."""

from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseBadRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from codes import draft_actions, draft_words, drafts
from codes.admin.words import apart
from codes.models import Code, Draft

State = Draft.State
# As many versions as a page holds; a text that is published more often is not read back further.
VERSIONS = 200
DONE = {
    "send": "The draft waits for review.",
    "publish": "Published: readers see it now.",
    "schedule": "Scheduled.",
    "return": "Returned to the writer.",
    "discard": "The draft was discarded. What is live is as it was.",
}
NOT_FIT = (
    "The draft does not fit what is live any more, and cannot be shown in the form. Compare the two, then discard the "
    "draft and write anew."
)


@dataclass
class Open:
    """A code at the desk: its open draft, None where there is none, and what is live.

    `outdated` says why what was sent cannot be kept as it is, "" where it can. `fits` is off where the draft cannot be
    written into the tables any more.
    """

    code: Code
    draft: Draft | None
    live: dict
    outdated: str = ""
    fits: bool = True

    @property
    def token(self):
        return self.draft.token if self.draft else ""


@contextmanager
def drafted(code, sent=None):
    """A transaction of which nothing stays, in which the tables hold the code's open draft. Gives an Open.

    `sent` is the token that came with a form, None where none came.
    """
    with draft_actions.undone():
        found = Open(code, open_draft(code.pk), drafts.content_of(code))
        if found.draft:
            found.fits = laid(found.draft)
        if sent is not None:
            found.outdated = why_outdated(found, sent)
        yield found


def open_draft(key):
    return Draft.objects.open().of_code(key).select_related("writer", "reviewer").first()


def laid(draft):
    """Write a draft into the tables, for the length of a transaction; False where it does not fit."""
    try:
        with transaction.atomic():
            draft_actions.apply_content(code=draft.code, content=draft.content, base=draft.base, by=draft.writer)
    except IntegrityError:
        return False
    return True


def why_outdated(found, sent):
    """What has become of the draft since the form was opened, "" where it is the same."""
    if not found.fits:
        return NOT_FIT
    if found.token == sent:
        return ""
    yours = "Nothing of yours is lost: it stands below as you typed it."
    if found.draft is None:
        return f"The draft that you opened was published or discarded meanwhile. {yours} Saving it begins a new draft."
    when = f"{timezone.localtime(found.draft.saved_at):%H:%M}"
    return (
        f"Somebody saved this draft meanwhile, last at {when}. {yours} Look at what was saved (Compare with live), "
        "then save again to write yours over it."
    )


# The form's panel and buttons


def panel(request, found):
    """What the form shows of the draft, and which buttons."""
    told = {"draft": found.draft, "token": found.token, "fits": found.fits, "live": found.code}
    return told | buttons(request.user, found.draft)


def buttons(user, draft):
    """What this person may do with a draft, or with a code that has none."""
    # Who reviews their own may publish what they are about to write.
    alone = drafts.may_review(user) and not drafts.why_not_published_by(draft or Draft(writers=[user.pk]), user)
    return {
        "may_write": drafts.may_write(user),
        "may_send": drafts.may_write(user) and not (draft and draft.state in (State.IN_REVIEW, State.SCHEDULED)),
        "may_publish": alone,
        "may_decide": bool(draft) and alone,
        "may_discard": bool(draft) and (draft.is_written_by(user) or drafts.may_review(user)),
        "why_not": drafts.why_not_published_by(draft, user) if draft and drafts.may_review(user) else "",
    }


def after_saving(request, code, draft):
    """What the pressed button of the form says is done with a draft that was just saved."""
    if draft is None:
        messages.info(request, "Nothing was changed: there is no draft.")
        return HttpResponseRedirect(form_of(code.pk))
    for act in ("send", "publish", "schedule"):
        if f"_{act}" in request.POST:
            return acted(request, draft, act)
    messages.success(request, "The draft is saved. Readers see it once it is published.")
    return HttpResponseRedirect(form_of(code.pk))


def form_of(key):
    return reverse("admin:codes_code_change", args=[key])


# Deciding


def act(request, key, name):
    """One button beside the form: what is named `name` is done with the open draft that the form was opened with."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not drafts.may_write(request.user):
        raise PermissionDenied
    if name not in DONE:
        raise Http404
    draft = get_object_or_404(Draft.objects.select_related("code", "writer"), code=key, pk=draft_key(request))
    if request.POST["draft"] != draft.token:
        messages.error(request, "Somebody saved or decided on this draft meanwhile. Look at it again.")
        return HttpResponseRedirect(form_of(key))
    return acted(request, draft, name)


def draft_key(request):
    key = request.POST.get("draft", "").partition(".")[0]
    return int(key) if key.isdecimal() and len(key) < 19 else 0


def acted(request, draft, name):
    """Do it, say what became of it, and lead back to the form; or ask once more where the live text has changed."""
    try:
        ACTS[name](request, draft)
    except draft_actions.LiveChanged as changed:
        return live_changed(request, draft, name, changed)
    except draft_actions.Refused as reason:
        messages.error(request, str(reason))
    except IntegrityError:
        messages.error(request, NOT_FIT)
    else:
        messages.success(request, DONE[name])
    return HttpResponseRedirect(form_of(draft.code_id))


def send(request, draft):
    note = request.POST.get("note", "")
    draft_actions.send_to_review(draft=draft, token=draft.token, by=request.user, note=note)


def publish(request, draft):
    seen = request.POST.get("seen", "")
    draft_actions.publish(draft=draft, token=draft.token, by=request.user, seen=seen)


def schedule(request, draft):
    seen, at = request.POST.get("seen", ""), moment(request.POST.get("publish_at", ""))
    draft_actions.schedule(draft=draft, token=draft.token, by=request.user, at=at, seen=seen)


def give_back(request, draft):
    note = request.POST.get("reviewers_note", "")
    draft_actions.return_draft(draft=draft, token=draft.token, by=request.user, note=note)


def discard(request, draft):
    draft_actions.discard(draft=draft, token=draft.token, by=request.user)


ACTS = {"send": send, "publish": publish, "schedule": schedule, "return": give_back, "discard": discard}


def moment(text):
    """A date and a time as the form sends them, in the site's time."""
    try:
        return forms.DateTimeField().clean(text)
    except forms.ValidationError:
        raise draft_actions.Refused("Choose the day and the time at which it is to be published.") from None


def live_changed(request, draft, name, changed):
    """What has changed since the draft was begun, and the same button once more."""
    live, moved = drafts.content_of(draft.code), changed.moved
    context = {
        "draft": draft,
        "act": name,
        "seen": changed.seen,
        "publish_at": request.POST.get("publish_at", ""),
        "overwritten": side_by_side(live, draft.content, moved.overwritten),
        "stays": side_by_side(draft.base, live, moved.stays),
    }
    return page(request, draft.code, "live_changed", "What is live has changed", context)


# Comparing


@dataclass(frozen=True)
class Compared:
    """One part on both sides, each as a list of (text, whether it stands on this side only)."""

    label: str
    before: list
    after: list


def side_by_side(one, other, keys=None):
    lines = draft_words.compared(one, other, keys)
    return [Compared(line.label, *apart(line.before, line.after)) for line in lines]


def compare(request, code):
    """The open draft beside what is live; with `version` a version beside what is live, or with `before` beside what
    stood before it."""
    asked = request.GET.get("version", "")
    context = version_sides(request, code, asked) if asked else draft_sides(request, code)
    title = f"Compare: {code}"
    return page(request, code, "compare", title, context)


def draft_sides(request, code):
    """The draft as it would be published, beside what is live."""
    draft, live = open_draft(code.pk), drafts.content_of(code)
    if draft is None:
        return {"draft": None, "lines": [], "names": ("Live", "Draft"), **buttons(request.user, None)}
    try:
        content = draft_actions.content_published(draft)
    except IntegrityError:
        content = draft.content
    context = {"draft": draft, "token": draft.token, "lines": side_by_side(live, content), "names": ("Live", "Draft")}
    return context | buttons(request.user, draft)


def version_sides(request, code, asked):
    version = get_object_or_404(Draft.objects.of_code(code.pk).versions(), pk=asked if asked.isdecimal() else 0)
    named = f"Version of {timezone.localtime(version.published_at):%Y-%m-%d %H:%M}"
    if "before" in request.GET:
        lines, names = side_by_side(version.base, version.content), ("Before", named)
    else:
        lines, names = side_by_side(drafts.content_of(code), version.content), ("Live", named)
    return {"version": version, "lines": lines, "names": names}


# Versions


def versions(request, code):
    """What was published of a code, the newest first; posted, a version comes back as a draft."""
    if request.method == "POST":
        return restored(request, code)
    found = Draft.objects.of_code(code.pk).versions().for_desk().select_related("published_by")[:VERSIONS]
    context = {"versions": found, "draft": open_draft(code.pk), "may_write": drafts.may_write(request.user)}
    return page(request, code, "versions", f"Versions: {code}", context)


def restored(request, code):
    if not drafts.may_write(request.user):
        raise PermissionDenied
    asked = request.POST.get("version", "")
    if not asked.isdecimal():
        return HttpResponseBadRequest("version must be a number")
    version = get_object_or_404(Draft.objects.of_code(code.pk).versions().select_related("code"), pk=asked)
    try:
        draft_actions.restore(version=version, by=request.user)
        messages.success(request, "A draft with the words of that version was begun. Readers see it once published.")
    except draft_actions.Outdated as reason:
        messages.error(request, f"{reason} Publish or discard it first.")
    return HttpResponseRedirect(form_of(code.pk))


def page(request, code, template, title, context):
    """A page of the desk about one code, in the admin's frame."""
    frame = admin.site.each_context(request) | {"opts": Code._meta, "code": code, "title": title, "original": code}
    return TemplateResponse(request, f"admin/codes/code/{template}.html", frame | context)
