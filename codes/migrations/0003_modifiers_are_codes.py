"""Modifiers become codes of their own kind; changes name their code by value; releases list their files."""

from django.db import migrations

CHANGES = """
UPDATE codes_change h SET system = c.system, value = c.value FROM codes_code c WHERE c.id = h.code_id AND h.value = ''
"""
FILES = """
UPDATE codes_release SET files = jsonb_build_array(jsonb_build_object('name', file_name, 'sha256', sha256, 'rows', read)),
    parts = ARRAY['codes'] WHERE files = '[]'
"""


def move_modifiers(apps, schema_editor):
    """A row of the code table for each modifier, and the uses pointed at it, those in the history included."""
    Modifier, Code = apps.get_model("codes", "Modifier"), apps.get_model("codes", "Code")
    uses = [apps.get_model("codes", name) for name in ("ModifierUse", "HistoricalModifierUse")]
    moved = {}
    for modifier in Modifier.objects.order_by("pk"):
        texts = {"title": modifier.name[:200], "common_language": modifier.meaning}
        moved[modifier.pk] = Code.objects.create(
            system=modifier.system, value=modifier.value, kind="modifier", billable=False, **texts
        )
    # Each use is moved once: a number may be that of a modifier and of a new code.
    for use in uses:
        rows = list(use.objects.filter(modifier_id__in=moved))
        for row in rows:
            row.modifier_id = moved[row.modifier_id].pk
        use.objects.bulk_update(rows, ["modifier_id"])


class Migration(migrations.Migration):
    dependencies = [("codes", "0002_releases_of_every_source")]
    operations = [
        migrations.RunSQL(CHANGES, migrations.RunSQL.noop),
        migrations.RunSQL(FILES, migrations.RunSQL.noop),
        migrations.RunPython(move_modifiers),
    ]
