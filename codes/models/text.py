"""What editors write about a code, beside its descriptors."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from codes.models.code import Code


class Section(models.Model):
    """One section of a code page in Markdown, with its source and dates."""

    class Kind(models.TextChoices):
        CLINICAL_CONTEXT = "clinical_context", "Clinical context"
        WHEN_TO_USE = "when_to_use", "When to use it"
        DOCUMENTATION = "documentation", "Documentation"

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=20, choices=Kind)
    body = models.TextField(help_text="Markdown. Link another code as [64494](/cpt/64494/).")
    source = models.CharField(max_length=200, blank=True, help_text="Where it comes from; empty: our editors.")
    as_of = models.DateField(null=True, blank=True, help_text="The day on which the text was true.")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    edited_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "kind"], name="one_section_of_a_kind")]

    def __str__(self):
        return self.get_kind_display()


class ModifierUse(models.Model):
    """When a modifier is used with a code."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="modifier_uses")
    modifier = models.ForeignKey(
        Code, on_delete=models.PROTECT, related_name="uses", limit_choices_to={"kind": Code.Kind.MODIFIER}
    )
    when = models.TextField("when to use it")
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["code", "modifier"], name="one_use_per_modifier")]

    def __str__(self):
        return self.modifier.value


class Relation(models.Model):
    """What another code is to this one, and why."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", "Primary code"
        ADD_ON = "add_on", "Add-on code"
        REPLACED_BY = "replaced_by", "Replaced by"
        SEE_INSTEAD = "see_instead", "See instead"

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind)
    target = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="related_from")
    why = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "kind", "target"], name="one_relation_of_a_kind"),
            models.CheckConstraint(name="no_relation_to_itself", condition=~models.Q(code=models.F("target"))),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.target_id}"


class PayerNote(models.Model):
    """What a payer looks at for this code."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="payer_notes")
    payer = models.CharField(max_length=80)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["code", "payer"], name="one_note_per_payer")]

    def __str__(self):
        return self.payer


class Source(models.Model):
    """Where the editors' texts of a code can be checked."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    as_of = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title
