"""The search's index is kept in arrays; the column that was searched before goes."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0011_search_history")]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "built_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("codes", models.PositiveIntegerField()),
                ("phrases", models.PositiveIntegerField()),
            ],
            options={"verbose_name_plural": "search indexes"},
        ),
        migrations.CreateModel(
            name="SearchPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("data", models.BinaryField()),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="codes.searchindex"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("index", "name"), name="one_part_of_each_name")]},
        ),
        # Arrays of numbers hardly shrink: they are read often and must not be unpacked each time.
        migrations.RunSQL(
            "ALTER TABLE codes_searchpart ALTER COLUMN data SET STORAGE EXTERNAL", migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="SearchDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_id", models.BigIntegerField()),
            ],
            options={"verbose_name_plural": "search dues"},
        ),
        migrations.RemoveIndex(model_name="code", name="code_by_words"),
        migrations.RemoveField(model_name="code", name="search"),
    ]
