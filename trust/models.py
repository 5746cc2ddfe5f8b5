"""What the site says about itself, as its operator words it."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Page(models.Model):
    """One of the pages; until the operator has checked the text, the page says that it is a sample.

    How views work is told by a page that is made of the meter's own rules, so that it is always true: here are the
    words that the operator adds to it, which may be none.
    """

    class Slug(models.TextChoices):
        PRIVACY = "privacy", "Privacy"
        TERMS = "terms", "Terms"
        COOKIES = "cookies", "Cookies"
        VIEWS = "how-views-work", "How views work"

    slug = models.CharField(max_length=20, choices=Slug.choices, unique=True, editable=False)
    title = models.CharField(max_length=100)
    body = models.TextField(
        max_length=50_000,
        blank=True,
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
                condition=models.Q(slug__in=["privacy", "terms", "cookies", "how-views-work"]),
                name="page_is_one_of_the_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & (~models.Q(body="") | models.Q(slug="how-views-work")),
                name="page_says_something",
                violation_error_message="The page must say something.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(self.slug)

    @property
    def is_sample(self):
        """Whether readers are told that nobody has confirmed the text."""
        return not (self.checked or self.slug == self.Slug.VIEWS)
