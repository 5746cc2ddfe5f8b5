"""Readers' own code lists, their versions, and which codes stand in which of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now, Upper
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from codelists import policy
from codes import systems

# A token of secrets.token_urlsafe(32).
TOKEN_LENGTH = 43


class CodeListQuerySet(models.QuerySet):
    """Reads of lists."""

    def of(self, user):
        return self.filter(owner=user)

    def shared_as(self, token):
        """The list that a link leads to; none for what is no token of ours."""
        return self.filter(token=token) if len(token) == TOKEN_LENGTH else self.none()

    def with_size(self):
        """With `size`: how many codes the newest version holds."""
        return self.annotate(size=models.Count("entries", filter=Q(entries__until=None)))

    def telling_of(self, code):
        """With `holds_it`: whether the code stands in the newest version."""
        standing = Entry.objects.standing().filter(list=models.OuterRef("pk"), system=code.system, value=code.value)
        return self.annotate(holds_it=models.Exists(standing))


class CodeList(models.Model):
    """A list of codes that one reader keeps; `token` is there while whoever has the link may read it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="code_lists")
    name = models.CharField(max_length=policy.LONGEST_NAME)
    description = models.TextField(blank=True, max_length=policy.LONGEST_DESCRIPTION)
    token = models.CharField(max_length=TOKEN_LENGTH, null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="The number of the newest version.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    objects = CodeListQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="lists_have_a_name", condition=GreaterThan(Length("name"), 0)),
            models.CheckConstraint(
                name="links_are_not_guessed",
                condition=Q(token=None) | Q(GreaterThanOrEqual(Length("token"), TOKEN_LENGTH)),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/lists/{self.pk}/"


class Version(models.Model):
    """One saving of a list: who, when, and what was done; never written again."""

    list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    what = models.CharField(max_length=200)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text="Codes whose note was changed.")
    moved = models.PositiveIntegerField(default=0, help_text="Codes that were given another place.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="one_version_per_number"),
            models.CheckConstraint(name="versions_begin_with_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.list_id}, version {self.number}"

    @property
    def told(self):
        """What it changed, as "2 added, 1 moved"; "" of a list that was begun empty."""
        counts = {
            "added": self.added,
            "removed": self.removed,
            "with another note": self.changed,
            "moved": self.moved,
        }
        return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)


class EntryQuerySet(models.QuerySet):
    """Reads of entries."""

    def standing(self):
        return self.filter(until=None)

    def at(self, number):
        """The entries of one version."""
        return self.filter(Q(until=None) | Q(until__gte=number), since__lte=number)


class Entry(models.Model):
    """A code in a list with its note, from version `since` to version `until`; without `until` it stands today.

    The code is named by its value: it is the same entry whatever later releases make of the code. `position` orders
    the entries of a version, with gaps (`codelists.places`).
    """

    list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="entries")
    system = models.CharField(max_length=16, choices=systems.CHOICES)
    value = models.CharField(max_length=20, db_collation="C")
    note = models.CharField(max_length=policy.LONGEST_NOTE, blank=True)
    position = models.BigIntegerField()
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True, blank=True)
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "system", "value"], condition=Q(until=None), name="a_code_stands_once_in_a_list"
            ),
            models.UniqueConstraint(fields=["list", "system", "value", "since"], name="one_entry_per_version"),
            models.UniqueConstraint(
                fields=["list", "position"], condition=Q(until=None), name="one_code_stands_at_a_place"
            ),
            models.CheckConstraint(
                name="entries_end_after_they_begin", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="entries_name_codes_in_upper_case", condition=~Q(value="") & Q(value=Upper("value"))
            ),
        ]

    def __str__(self):
        return f"{self.system} {self.value}"

    @property
    def key(self):
        return (self.system, self.value)
