"""Texts that serve many codes, and imports of editors' texts."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# As in 0006: code pages are drawn from this table.
TRIGGER = """
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON codes_sharedtext
FOR EACH STATEMENT EXECUTE FUNCTION codes_stamp_write()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0009_edits_counted_from_the_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(help_text="Readers see it: what the text is about.", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clinical_context", "Clinical context"),
                            ("when_to_use", "When to use it"),
                            ("documentation", "Documentation"),
                        ],
                        max_length=20,
                        verbose_name="section",
                    ),
                ),
                (
                    "body",
                    models.TextField(help_text="Markdown. Link a code as [64494](/cpt/64494/).", verbose_name="text"),
                ),
                (
                    "source",
                    models.CharField(blank=True, help_text="Where it comes from; empty: our editors.", max_length=200),
                ),
                ("as_of", models.DateField(blank=True, help_text="The day on which the text was true.", null=True)),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("icd10cm", "ICD-10-CM"),
                            ("cpt", "CPT"),
                            ("hcpcs", "HCPCS Level II"),
                            ("icd10pcs", "ICD-10-PCS"),
                            ("pos", "Place of service"),
                        ],
                        max_length=16,
                        verbose_name="code system",
                    ),
                ),
                (
                    "first",
                    models.CharField(
                        db_collation="C",
                        help_text="E11 is E11 and everything below it. A chapter or section as it is listed: 4, E08-E13.",
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "last",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        help_text="As in 64490 to 64495; empty: the same as From.",
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("writing", "Being written"),
                            ("in_review", "Waiting for review"),
                            ("returned", "Returned"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("replaced", "No longer shown"),
                            ("discarded", "Discarded"),
                        ],
                        default="writing",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "writers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "began_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("note", models.TextField(blank=True, editable=False, verbose_name="note to the reviewer")),
                ("reviewed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reviewers_note", models.TextField(blank=True, editable=False, verbose_name="the reviewer's note")),
                ("publish_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="codes.sharedtext",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": ["view", "add", "change"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["system", "kind", "first"],
                        name="shared_text_shown",
                    ),
                    models.Index(fields=["state", "-saved_at"], name="shared_text_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce(models.F("origin"), models.F("id")),
                        condition=models.Q(("state", "published")),
                        name="one_published_version_per_shared_text",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce(models.F("origin"), models.F("id")),
                        condition=models.Q(("state__in", ["writing", "in_review", "returned", "scheduled"])),
                        name="one_open_version_per_shared_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("first", ""), _negated=True), ("last__gte", models.F("first"))),
                        name="shared_texts_hold_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first", django.db.models.functions.text.Upper("first")),
                            ("last", django.db.models.functions.text.Upper("last")),
                        ),
                        name="shared_texts_name_codes_in_upper_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="shared_texts_say_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publish_at__isnull", False), ("state", "scheduled")),
                            models.Q(models.Q(("state", "scheduled"), _negated=True), ("publish_at", None)),
                            _connector="OR",
                        ),
                        name="only_scheduled_shared_texts_have_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["published", "replaced"]), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shown_shared_texts_were_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["published", "replaced"]), ("published_at", None), _connector="OR"
                        ),
                        name="open_shared_texts_were_not_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="file")),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("wishes", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("drafted", "Drafts"), ("scheduled", "Scheduled for now"), ("published", "Published")],
                        max_length=9,
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafts", models.ManyToManyField(related_name="imports", to="codes.draft")),
            ],
            options={
                "default_permissions": ["view"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("applied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="applied_imports_have_an_outcome",
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER stamp ON codes_sharedtext"),
    ]
