"""What a reader searched for, seen by nobody else and gone with the account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower, Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual

# Of what was searched for, in characters: what is longer is cut.
LONGEST_SEARCH = 200


class SearchedFor(models.Model):
    """One text that a reader searched for, in one code system or (`system` is "") in all of them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    text = models.CharField(max_length=LONGEST_SEARCH)
    system = models.CharField(max_length=16, blank=True)
    searched_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-searched_at", "-pk"]
        constraints = [
            # In whatever case it was typed: the search does not tell cases apart either.
            models.UniqueConstraint("user", Lower("text"), "system", name="one_search_per_text"),
            models.CheckConstraint(
                name="search_length",
                condition=Q(GreaterThan(Length("text"), 0)) & Q(LessThanOrEqual(Length("text"), LONGEST_SEARCH)),
            ),
        ]
        indexes = [models.Index(fields=["user", "-searched_at", "-id"], name="searches_newest_first")]

    def __str__(self):
        return f"{self.user_id}: {self.text}"


class SearchesOff(models.Model):
    """That a reader does not want searches to be remembered; without such a row they are."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="searches_off"
    )
    since = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self):
        return f"{self.user_id} since {self.since}"
