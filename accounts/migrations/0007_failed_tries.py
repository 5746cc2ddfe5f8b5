"""What was guessed at and missed, for the waiting after it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_members")]
    operations = [
        migrations.CreateModel(
            name="FailedTries",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.IntegerField()),
                ("closed_until", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("failures__gte", 0)), name="failures_are_counted_up")
                ]
            },
        ),
    ]
