"""What a reader keeps about codes, seen by nobody else and gone with the account: favourites and private notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from codes.models.code import Code

# Of a private note, in characters.
LONGEST_NOTE = 10_000


class Favourite(models.Model):
    """A code that a reader wants to find again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="one_favourite_per_code")]

    def __str__(self):
        return f"{self.user_id}: {self.code_id}"


class PrivateNote(models.Model):
    """What a reader wrote about a code, as plain text, for nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="private_notes")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "code"], name="one_private_note_per_code"),
            models.CheckConstraint(
                name="private_note_length",
                condition=Q(GreaterThan(Length("text"), 0)) & Q(LessThanOrEqual(Length("text"), LONGEST_NOTE)),
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.code_id}"
