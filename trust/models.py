"""What the site says about itself, as its operator words it."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Page(models.Model):
    """One of the pages; until the operator has checked the text, the page says that it is a sample."""

    class Slug(models.TextChoices):
        PRIVACY = "privacy", "Privacy"
        TERMS = "terms", "Terms"
        COOKIES = "cookies", "Cookies"

    slug = models.CharField(max_length=20, choices=Slug.choices, unique=True, editable=False)
    title = models.CharField(max_length=100)
    body = models.TextField(
        max_length=50_000,
        help_text="Markdown: ## for headings. [[contact]] becomes the address of DEFAULT_FROM_EMAIL.",
    )
    checked = models.BooleanField(
        "checked with counsel",
        default=False,
        help_text="Until this is ticked, readers are told that the text is a sample which nobody has confirmed.",
    )
    edited_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__in=["privacy", "terms", "cookies"]), name="page_is_one_of_the_known"
            ),
            models.CheckConstraint(condition=~models.Q(body="") & ~models.Q(title=""), name="page_says_something"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(self.slug)
