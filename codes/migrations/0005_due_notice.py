"""Conflicts are decided, and operators are told once of each release that is due."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("codes", "0004_drop_what_moved")]
    operations = [
        migrations.CreateModel(
            name="DueNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("due", models.DateField()),
                ("sent_at", models.DateTimeField(db_default=Now(), editable=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "due"), name="told_once_of_each_due_release")
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[],
            options={
                "ordering": ["-pk"],
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("codes.change",),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("kind", "conflict"), ("resolution", "")),
                fields=["code", "field"],
                name="change_to_decide",
            ),
        ),
    ]
