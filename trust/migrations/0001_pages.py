import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def bring(apps, schema_editor):
    """The texts that the site comes with, each marked as one that nobody has checked."""
    from trust.shipped import text_of

    for slug in ("privacy", "terms", "cookies"):
        title, body = text_of(slug)
        apps.get_model("trust", "Page").objects.create(slug=slug, title=title, body=body)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[("privacy", "Privacy"), ("terms", "Terms"), ("cookies", "Cookies")],
                        db_index=True,
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown: ## for headings. [[contact]] becomes the address of DEFAULT_FROM_EMAIL.",
                        max_length=50000,
                    ),
                ),
                (
                    "checked",
                    models.BooleanField(
                        default=False,
                        help_text="Until this is ticked, readers are told that the text is a sample which nobody has confirmed.",
                        verbose_name="checked with counsel",
                    ),
                ),
                ("edited_at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical page",
                "verbose_name_plural": "historical pages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[("privacy", "Privacy"), ("terms", "Terms"), ("cookies", "Cookies")],
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown: ## for headings. [[contact]] becomes the address of DEFAULT_FROM_EMAIL.",
                        max_length=50000,
                    ),
                ),
                (
                    "checked",
                    models.BooleanField(
                        default=False,
                        help_text="Until this is ticked, readers are told that the text is a sample which nobody has confirmed.",
                        verbose_name="checked with counsel",
                    ),
                ),
                ("edited_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__in", ["privacy", "terms", "cookies"])),
                        name="page_is_one_of_the_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="page_says_something",
                    ),
                ],
            },
        ),
        migrations.RunPython(bring, migrations.RunPython.noop),
    ]
