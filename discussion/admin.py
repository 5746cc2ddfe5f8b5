"""The editors' desk: replies that wait or were reported, discussions that are closed, mistakes to answer."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from codes.admin.paging import UncountedPaginator
from discussion import actions
from discussion.letters import home_of, send_answer
from discussion.models import ClosedDiscussion, Mistake, Reply, ReplyReport
from discussion.text import clean_text

# A request has half a minute, and letters are sent in it.
MOST_AT_ONCE = 200


class Queue(admin.SimpleListFilter):
    """What waits to be decided comes first; everything else is one click away."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", "All"), *Reply.State.choices]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "To decide",
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset.queue()
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


class ReplyReportInline(admin.TabularInline):
    model = ReplyReport
    extra = 0
    can_delete = False
    fields = readonly_fields = ["why", "reported_at"]

    def has_add_permission(self, request, obj=None):
        return False


class Desk(admin.ModelAdmin):
    """A list that editors decide on, however long it is."""

    list_per_page = 100
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).for_desk()


@admin.register(Reply)
class ReplyAdmin(Desk):
    """Replies to approve or to hide, many at once."""

    list_display = ["words", "code", "writer", "state", "reports", "written_at"]
    list_filter = [Queue]
    search_fields = ["=writer__email", "=code__value"]
    search_help_text = "A code, or the writer's e-mail address."
    ordering = ["-state", "-reports", "-written_at"]
    actions = ["approve", "hide", "close_discussions"]
    inlines = [ReplyReportInline]
    fields = readonly_fields = [
        "code", "answers", "writer", "text", "state", "reports", "written_at", "decided_by", "decided_at",
    ]  # fmt: skip

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Replies"} | (extra_context or {}))

    @admin.display(description="Reply")
    def words(self, reply):
        return reply.text[:300] + ("…" if len(reply.text) > 300 else "") or "(withdrawn)"

    @admin.action(description="Approve: show them", permissions=["change"])
    def approve(self, request, chosen):
        self.decide(request, chosen, show=True, words="shown")

    @admin.action(description="Hide them", permissions=["change"])
    def hide(self, request, chosen):
        self.decide(request, chosen, show=False, words="hidden")

    def decide(self, request, chosen, *, show, words):
        number = actions.decide(replies=list(chosen[:MOST_AT_ONCE]), show=show, by=request.user, home=home_of(request))
        self.message_user(request, f"{number} replies are {words}.", messages.SUCCESS)

    @admin.action(description="Close the replies on their codes", permissions=["change"])
    def close_discussions(self, request, chosen):
        codes = {reply.code_id for reply in chosen[:MOST_AT_ONCE]}
        actions.close_discussions(codes=codes, by=request.user)
        self.message_user(request, f"Nobody can reply on {len(codes)} codes any more.", messages.SUCCESS)


@admin.register(ClosedDiscussion)
class ClosedDiscussionAdmin(admin.ModelAdmin):
    """Codes on which nobody may reply; deleting a line opens them again."""

    list_display = ["code", "closed_by", "closed_at"]
    list_select_related = ["code", "closed_by"]
    autocomplete_fields = ["code"]
    search_fields = ["=code__value"]
    show_full_result_count = False

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.closed_by = request.user
        obj.save()


class AnswerForm(forms.ModelForm):
    """The editors' answer to a report."""

    class Meta:
        model = Mistake
        fields = ["answer"]

    def clean_answer(self):
        answer = clean_text(self.cleaned_data["answer"])
        if not answer:
            raise ValidationError("Write an answer, or close the report in the list.")
        return answer


@admin.register(Mistake)
class MistakeAdmin(Desk):
    """Reported mistakes: saving an answer sends it."""

    list_display = ["__str__", "words", "who", "state", "reported_at", "answered_by", "sent_at"]
    list_filter = ["state"]
    search_fields = ["=code__value"]
    search_help_text = "A code."
    ordering = ["-state", "-reported_at"]
    actions = ["close", "send_again"]
    form = AnswerForm
    facts = ["code", "section", "wrong", "right", "source", "who", "reported_at", "state", "answered_by",
             "answered_at", "sent_at"]  # fmt: skip

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Reported mistakes"} | (extra_context or {}))

    def get_fields(self, request, obj=None):
        return [*self.facts[:7], "answer", *self.facts[7:]]

    def get_readonly_fields(self, request, obj=None):
        decided = obj is not None and obj.state != Mistake.State.OPEN
        return [*self.facts, "answer"] if decided else self.facts

    @admin.display(description="What is wrong")
    def words(self, mistake):
        return mistake.wrong[:200] + ("…" if len(mistake.wrong) > 200 else "")

    @admin.display(description="Reported by")
    def who(self, mistake):
        return mistake.address or "no longer known"

    def save_model(self, request, obj, form, change):
        """Only the answer is written here, and only once."""
        if "answer" not in form.changed_data:
            return
        try:
            actions.answer_mistake(
                mistake=obj, answer=form.cleaned_data["answer"], by=request.user, home=home_of(request)
            )
        except actions.Refused as reason:
            self.message_user(request, str(reason), messages.ERROR)

    @admin.action(description="Close without an answer", permissions=["change"])
    def close(self, request, chosen):
        number = actions.close_mistakes(mistakes=list(chosen[:MOST_AT_ONCE]), by=request.user)
        self.message_user(request, f"{number} reports are closed.", messages.SUCCESS)

    @admin.action(description="Send the answer again where no letter was sent", permissions=["change"])
    def send_again(self, request, chosen):
        unsent = chosen.filter(state=Mistake.State.ANSWERED, sent_at=None)[:MOST_AT_ONCE]
        for mistake in unsent:
            send_answer(mistake.pk, home_of(request))
        self.message_user(request, "Done; the column “letter sent” tells which went.")
