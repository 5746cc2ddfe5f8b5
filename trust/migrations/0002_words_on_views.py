"""What the operator adds to the page on how views work; nothing at first."""

from django.db import migrations, models

CHOICES = [("privacy", "Privacy"), ("terms", "Terms"), ("cookies", "Cookies"), ("how-views-work", "How views work")]
HELP = "Markdown: ## for headings. [[contact]] becomes the address of DEFAULT_FROM_EMAIL."


def bring(apps, schema_editor):
    apps.get_model("trust", "Page").objects.create(slug="how-views-work", title="How views work", body="")
    # Else what is still to be checked keeps the table from being altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def take(apps, schema_editor):
    apps.get_model("trust", "Page").objects.filter(slug="how-views-work").delete()
    apps.get_model("trust", "HistoricalPage").objects.filter(slug="how-views-work").delete()


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_pages")]
    operations = [
        migrations.RemoveConstraint("page", "page_is_one_of_the_known"),
        migrations.RemoveConstraint("page", "page_says_something"),
        migrations.AlterField(
            "historicalpage",
            "slug",
            models.CharField(choices=CHOICES, db_index=True, editable=False, max_length=20),
        ),
        migrations.AlterField(
            "page",
            "slug",
            models.CharField(choices=CHOICES, editable=False, max_length=20, unique=True),
        ),
        migrations.AlterField("historicalpage", "body", models.TextField(blank=True, help_text=HELP, max_length=50000)),
        migrations.AlterField("page", "body", models.TextField(blank=True, help_text=HELP, max_length=50000)),
        migrations.AddConstraint(
            "page",
            models.CheckConstraint(
                condition=models.Q(slug__in=["privacy", "terms", "cookies", "how-views-work"]),
                name="page_is_one_of_the_known",
            ),
        ),
        migrations.AddConstraint(
            "page",
            models.CheckConstraint(
                condition=~models.Q(title="") & (~models.Q(body="") | models.Q(slug="how-views-work")),
                name="page_says_something",
                violation_error_message="The page must say something.",
            ),
        ),
        migrations.RunPython(bring, take),
    ]
