"""The desk of texts that serve many codes: list, form with preview, review, versions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.timezone import localtime

from codes import draft_actions, draft_words, drafts, notation, shared_actions, shared_texts
from codes.admin import desk
from codes.admin.forms import WordsForm
from codes.admin.paging import UncountedPaginator
from codes.admin.words import apart
from codes.models import Code, SharedText

State = SharedText.State
DONE = {
    "send": "The text waits for review.",
    "publish": "Published: readers see it on every code that it holds for.",
    "schedule": "Scheduled.",
    "return": "Returned to the writer.",
    "discard": "Discarded. What readers see is as it was.",
    "withdraw": "Taken back: readers do not see it any more.",
}
MEANWHILE = (
    "Somebody saved or decided on this text meanwhile. Nothing of yours is lost: it stands below as you typed it. "
    "Look at what was saved, then save again to write yours over it."
)


class SharedTextForm(WordsForm):
    """What an editor writes of a shared text; `outdated` is why it cannot be saved as it was sent."""

    outdated = ""

    class Meta:
        widgets = {"body": forms.Textarea(attrs={"rows": 18, "cols": 80, "class": "vLargeTextField"})}

    def clean(self):
        """Both ends as the publisher prints them; a range that holds for no loaded code is an error."""
        super().clean()
        words = self.cleaned_data
        if self.outdated:
            raise forms.ValidationError(self.outdated)
        if not {"system", "first"} <= words.keys():
            return
        words["first"], words["last"] = shared_texts.ends(words["system"], words["first"], words.get("last", ""))
        if words["last"] < words["first"]:
            self.add_error("last", f"{words['last']} stands before {words['first']}.")
        elif not shared_texts.number_of(words["system"], words["first"], words["last"]):
            self.add_error("first", "No code that is loaded stands here.")


class StateFilter(admin.SimpleListFilter):
    """What is worked with, unless something else is asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset.standing()


@admin.register(SharedText)
class SharedTextAdmin(admin.ModelAdmin):
    """A form that never writes what is shown: saving a published text begins its next version."""

    list_display = ["title", "where", "kind", "what", "written", "saved"]
    list_filter = [StateFilter, "system", "kind"]
    list_per_page = 50
    search_fields = ["title", "first"]
    search_help_text = "Words of the title, or the code that it is shown from."
    ordering = ["-saved_at"]
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    actions = None
    form = SharedTextForm
    add_form_template = change_form_template = "admin/codes/sharedtext/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "kind", "body", "source", "as_of"]}),
        ("Where it holds", {"fields": ["system", "first", "last"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Shared texts"} | (extra_context or {}))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("writer", "reviewer", "origin")

    def has_delete_permission(self, request, obj=None):
        """It is discarded or taken back, and stays among the versions."""
        return False

    def has_change_permission(self, request, obj=None):
        """What was discarded or has a newer version is looked at, and brought back as the next version."""
        over = obj is not None and obj.state in (State.REPLACED, State.DISCARDED)
        return super().has_change_permission(request, obj) and not over

    @admin.display(description="Holds for")
    def where(self, text):
        return text.where

    @admin.display(description="State")
    def what(self, text):
        return text.get_state_display()

    @admin.display(description="Written by")
    def written(self, text):
        return text.writer or ""

    @admin.display(description="Saved")
    def saved(self, text):
        return f"{localtime(text.saved_at):%Y-%m-%d %H:%M}"

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The ordinary form; deciding alone needs no valid form, and a preview keeps nothing."""
        text = self.get_object(request, object_id) if object_id else None
        if request.method == "POST" and text:
            for name in ("return", "discard", "withdraw"):
                if f"_{name}" in request.POST:
                    return self.decided(request, text, name)
        request.outdated = outdated(request, text)
        preview = {"_preview", "_preview_guest"} & request.POST.keys()
        try:
            if preview:
                return self.previewed(request, text, "_preview_guest" in preview)
            return super().changeform_view(request, object_id, form_url, panel(request, text) | (extra_context or {}))
        except draft_actions.Refused as reason:
            messages.error(request, str(reason))
            return HttpResponseRedirect(address(text) if text else reverse("admin:codes_sharedtext_changelist"))

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.outdated = getattr(request, "outdated", "")
        return form

    def save_model(self, request, obj, form, change):
        """Through the actions: `obj` bears the new words and is not saved itself."""
        text = SharedText.objects.get(pk=obj.pk) if change else None
        words = {name: form.cleaned_data[name] for name in SharedText.WORDS}
        token = request.POST.get("draft", "")
        request.saved = shared_actions.save(text=text, words=words, by=request.user, token=token)
        obj.pk = request.saved.pk

    def log_addition(self, request, obj, message):
        """The versions tell who did what."""

    def log_change(self, request, obj, message):
        """The versions tell who did what."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_saving(request)

    def response_change(self, request, obj):
        return self.after_saving(request)

    def after_saving(self, request):
        """What the pressed button says is done with what was just saved."""
        for name in ("send", "publish", "schedule"):
            if f"_{name}" in request.POST:
                return self.decided(request, request.saved, name)
        messages.success(request, "Saved. Readers see it once it is published.")
        return HttpResponseRedirect(address(request.saved))

    def decided(self, request, text, name):
        """One button, done; says what became of it and leads back to the form."""
        if not drafts.may_write(request.user):
            raise PermissionDenied
        token = request.POST.get("draft", "") if name in ("return", "discard") else text.token
        try:
            ACTS[name](request, text, token)
            messages.success(request, DONE[name])
        except draft_actions.Refused as reason:
            messages.error(request, str(reason))
        return HttpResponseRedirect(address(text))

    # Beside the form

    def previewed(self, request, text, as_guest):
        """The page of a code with the text on it, as the form would make it. Nothing is kept."""
        with draft_actions.undone():
            answer = super().changeform_view(request, str(text.pk) if text else None, "", panel(request, text))
            if answer.status_code != 302:
                return answer.render() if hasattr(answer, "render") else answer
            list(messages.get_messages(request))
            saved = request.saved
            code = code_to_look_at(saved, request.POST.get("preview_code", ""))
            shared_actions.made_live(saved, request.user)
            return self.admin_site.get_model_admin(Code).drawn(request, code, as_guest=as_guest)

    def get_urls(self):
        restore = self.admin_site.admin_view(self.restore)
        return [path("<int:pk>/restore/", restore, name="codes_sharedtext_restore"), *super().get_urls()]

    def restore(self, request, pk):
        """Posted, a version comes back as the next one."""
        version = self.get_object(request, str(pk))
        if not self.has_change_permission(request):
            raise PermissionDenied
        if version is None or request.method != "POST":
            raise Http404
        try:
            version = shared_actions.restore(version=version, by=request.user)
            messages.success(request, "The next version was begun with those words. Readers see it once published.")
        except draft_actions.Outdated as reason:
            messages.error(request, f"{reason} Publish or discard it first.")
        return HttpResponseRedirect(address(version))


def address(text):
    return reverse("admin:codes_sharedtext_change", args=[text.pk])


def outdated(request, text):
    """What has become of the text since the form was opened, "" where it is the same."""
    if request.method != "POST" or text is None or request.POST.get("draft", "") == text.token:
        return ""
    return MEANWHILE


def code_to_look_at(text, typed):
    """The code to preview on: the one named, else the first that the text holds for. Raises Refused."""
    if not typed.strip():
        return shared_texts.example_of(text.system, text.first, text.last)
    reading = notation.read_in(text.system, typed)
    value = reading.value if reading else typed.strip().upper()
    code = Code.objects.with_pages().in_system(text.system).filter(value=value).first()
    if code is None:
        raise draft_actions.Refused(f"There is no page of {text.get_system_display()} {value[:20]}.")
    if not shared_texts.holds_for(text, code):
        raise draft_actions.Refused(f"This text does not hold for {code}.")
    return code


def panel(request, text):
    """What the form shows beside the words: the state, the buttons, how many codes, versions, what differs."""
    told = {"text": text, "token": text.token if text else "", **buttons(request.user, text)}
    if text is None:
        return told
    number = shared_texts.number_of(text.system, text.first, text.last)
    versions = list(SharedText.objects.versions_of(text).select_related("writer", "reviewer")[: desk.VERSIONS])
    shown = next((each for each in versions if each.state == State.PUBLISHED), None)
    opened = next((each for each in versions if each.is_open), None)
    return told | {
        "number": "more than 10,000" if number > shared_texts.MOST else f"{number:,}",
        "versions": versions,
        "next_version": opened if opened != text else None,
        "shown": shown if shown != text else None,
        "lines": side_by_side(shown, text) if shown and shown != text else [],
    }


def buttons(user, text):
    """What this person may do with a text, or with one that is still to be written."""
    told = desk.buttons(user, text if text and text.is_open else None)
    shown = bool(text) and text.state == State.PUBLISHED
    return told | {"may_withdraw": shown and drafts.may_review(user), "closed": bool(text) and not text.is_open}


def side_by_side(shown, text):
    """The words in which two versions differ."""
    words = [(name, told(shown, name), told(text, name)) for name in SharedText.WORDS]
    fields = {name: SharedText._meta.get_field(name).verbose_name for name in SharedText.WORDS}
    differing = [(name, one, other) for name, one, other in words if one != other]
    return [desk.Compared(draft_words.capital(fields[name]), *apart(one, other)) for name, one, other in differing]


def told(text, name):
    """One of the words as readers see it."""
    display = getattr(text, f"get_{name}_display", None)
    value = display() if display else getattr(text, name)
    return str(value) if value else ""


# Deciding


def send(request, text, token):
    shared_actions.send_to_review(text=text, token=token, by=request.user, note=request.POST.get("note", ""))


def publish(request, text, token):
    shared_actions.publish(text=text, token=token, by=request.user)


def schedule(request, text, token):
    at = desk.moment(request.POST.get("publish_at", ""))
    shared_actions.schedule(text=text, token=token, by=request.user, at=at)


def give_back(request, text, token):
    note = request.POST.get("reviewers_note", "")
    shared_actions.return_text(text=text, token=token, by=request.user, note=note)


def discard(request, text, token):
    shared_actions.discard(text=text, token=token, by=request.user)


def withdraw(request, text, token):
    shared_actions.withdraw(text=text, by=request.user)


ACTS = {
    "send": send,
    "publish": publish,
    "schedule": schedule,
    "return": give_back,
    "discard": discard,
    "withdraw": withdraw,
}
