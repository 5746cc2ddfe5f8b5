"""API keys as digests, and how many requests each caller sent in the running minute."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact, GreaterThan

LONGEST_NAME = 80


class ApiKey(models.Model):
    """A key that its account made. The key itself is shown once and not kept: see `keys`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=LONGEST_NAME)
    beginning = models.CharField(max_length=10, help_text="The first characters, by which its owner knows it.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used = models.DateField(null=True, editable=False, help_text="To the day.")

    class Meta:
        verbose_name = "API key"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="keys_have_a_name", condition=GreaterThan(Length("name"), 0)),
            models.CheckConstraint(name="keys_are_kept_as_digests", condition=Exact(Length("digest"), 64)),
        ]

    def __str__(self):
        return f"{self.beginning}… ({self.name})"


class Minute(models.Model):
    """How many requests one caller sent in the last minute in which it sent any."""

    caller = models.CharField(max_length=80, primary_key=True)
    began = models.DateTimeField(db_index=True)
    requests = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_counted_minute_has_requests", condition=Q(requests__gte=1))]

    def __str__(self):
        return f"{self.caller}: {self.requests} since {self.began}"
