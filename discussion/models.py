"""Replies under codes, who follows them, and mistakes that readers report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from codes.models import Code
from discussion import policy

READER = {"to": settings.AUTH_USER_MODEL, "null": True, "blank": True, "on_delete": models.SET_NULL}


def at_most(field, length=policy.LONGEST_TEXT):
    """The condition that a text is no longer than readers may write."""
    return LessThanOrEqual(Length(field), length)


class ReplyQuerySet(models.QuerySet):
    """Reads of replies."""

    def shown(self):
        return self.filter(state=Reply.State.SHOWN)

    def threads(self):
        return self.filter(answers=None)

    def queue(self):
        """What an editor has to decide: what waits, and what is shown and was reported."""
        return self.filter(Q(state=Reply.State.WAITING) | Q(reports__gt=0))

    def for_desk(self):
        """With what a line of the editors' list shows."""
        return self.select_related("code", "writer").defer("code__attributes")


class Reply(models.Model):
    """What a reader wrote under a code, or in answer to such a reply. Without a writer it is a former reader's."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for an editor"
        SHOWN = "shown"
        HIDDEN = "hidden", "Hidden by an editor"
        WITHDRAWN = "withdrawn", "Withdrawn by its writer"

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="replies")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answered_by")
    writer = models.ForeignKey(**READER, related_name="replies")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State)
    letters = models.BooleanField(default=False, help_text="The writer asked for letters about answers.")
    reports = models.PositiveIntegerField(default=0, help_text="Readers' reports that no editor has decided yet.")
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(**READER, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False, help_text="When letters about it were sent.")
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_reply_is_short", condition=at_most("text")),
            models.CheckConstraint(
                name="only_withdrawn_replies_are_empty",
                condition=Q(state="withdrawn", text="", writer=None) | ~Q(state="withdrawn") & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="a_reply_has_a_known_state", condition=Q(state__in=["waiting", "shown", "hidden", "withdrawn"])
            ),
            models.CheckConstraint(name="no_answer_to_itself", condition=Q(answers=None) | ~Q(answers=models.F("pk"))),
        ]
        indexes = [
            models.Index(fields=["code", "-written_at"], name="threads_of_a_code", condition=Q(answers=None)),
            models.Index(fields=["answers", "-written_at"], name="answers_of_a_thread"),
            models.Index(
                fields=["state", "-written_at"],
                name="replies_to_decide",
                condition=Q(state="waiting") | Q(reports__gt=0),
            ),
        ]

    def __str__(self):
        return f"Reply {self.pk} on {self.code}"

    def get_absolute_url(self):
        return f"{self.code.url}#reply-{self.pk}"


class ReplyReport(models.Model):
    """That a reader reported a reply, and why."""

    class Why(models.TextChoices):
        WRONG = "wrong", "It is wrong and could harm somebody's claims"
        ADVERTISING = "advertising", "It advertises"
        RUDE = "rude", "It is rude or attacks somebody"
        PATIENT = "patient", "It tells of a patient"
        COPIED = "copied", "It copies protected text"

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="reported")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=Why)
    reported_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "reader"], name="one_report_per_reader")]

    def __str__(self):
        return self.get_why_display()


class Follow(models.Model):
    """That a reader wants a letter about every new reply on a code."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="followers")
    since = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "reader"], name="a_code_is_followed_once")]

    def __str__(self):
        return f"{self.code} since {self.since:%Y-%m-%d}"


class ClosedDiscussion(models.Model):
    """A code on which an editor lets nobody reply any more."""

    code = models.OneToOneField(Code, on_delete=models.CASCADE, related_name="closed_discussion")
    closed_by = models.ForeignKey(**READER, related_name="+", editable=False)
    closed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-closed_at"]

    def __str__(self):
        return f"Replies on {self.code} are closed"


class MistakeQuerySet(models.QuerySet):
    """Reads of reported mistakes."""

    def open(self):
        return self.filter(state=Mistake.State.OPEN)

    def for_desk(self):
        """With what a line of the editors' list shows."""
        people = self.select_related("code", "reporter", "answered_by")
        return people.defer("code__attributes")


class Mistake(models.Model):
    """A mistake that somebody found on a code page, and the editors' answer.

    A registered reporter's address is the account's; a guest leaves one in `email`.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        CLOSED = "closed", "Closed without an answer"

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="mistakes")
    section = models.CharField(max_length=80, help_text="The heading under which it was found.")
    wrong = models.TextField("what is wrong")
    right = models.TextField("what is right", blank=True)
    source = models.URLField("where it says so", max_length=500, blank=True)
    reporter = models.ForeignKey(**READER, related_name="mistakes")
    email = models.EmailField("a guest's address", blank=True)
    reported_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="Sent to the reporter by e-mail as soon as it is saved.")
    answered_by = models.ForeignKey(**READER, related_name="+", editable=False)
    answered_at = models.DateTimeField("decided at", null=True, blank=True, editable=False)
    sent_at = models.DateTimeField("letter sent", null=True, blank=True, editable=False)
    objects = MistakeQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_mistake_is_told_shortly", condition=Q(at_most("wrong")) & Q(at_most("right"))
            ),
            models.CheckConstraint(name="a_mistake_says_what_is_wrong", condition=~Q(wrong="")),
            models.CheckConstraint(name="a_reporter_has_one_address", condition=Q(reporter=None) | Q(email="")),
            models.CheckConstraint(
                name="answered_mistakes_have_an_answer",
                condition=Q(state="answered", answered_at__isnull=False) & ~Q(answer="")
                | Q(state="closed", answered_at__isnull=False, answer="")
                | Q(state="open", answered_at=None, answer=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-reported_at"], name="mistakes_by_state")]

    def __str__(self):
        return f"{self.code}: {self.section}"

    @property
    def address(self):
        """Where the answer goes; "" where the reporter is no longer known."""
        return self.reporter.email if self.reporter else self.email
