"""The codes of a list stand in an order of its reader's; until now they stood by system and value, and so they go on."""

from django.db import migrations, models

# A code has one place in all versions of a list, so that none of them changes.
BY_CODE = """
UPDATE codelists_entry e SET position = placed.position
FROM (
    SELECT id, dense_rank() OVER (PARTITION BY list_id ORDER BY system COLLATE "C", value) * 1048576 AS position
    FROM codelists_entry
) placed
WHERE placed.id = e.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("codelists", "0001_code_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="moved",
            field=models.PositiveIntegerField(default=0, help_text="Codes that were given another place."),
        ),
        migrations.AddField(
            model_name="entry",
            name="position",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="entry",
            options={"ordering": ["position"], "verbose_name_plural": "entries"},
        ),
        migrations.RunSQL(BY_CODE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("list", "position"), name="one_code_stands_at_a_place"
            ),
        ),
    ]
