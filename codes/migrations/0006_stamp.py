"""Stamps: each statement that writes what code pages show leaves a row; triggers make it, so that none is forgotten."""

from django.db import migrations, models

# What code pages are drawn from.
TABLES = [
    *("release", "change", "code", "note", "section", "modifieruse", "relation", "payernote", "source"),
    *("rationale", "ptpedit", "addonedit", "unitlimit", "fee", "locality", "localitycounties", "anesthesiafactor"),
    *("outpatientpayment", "drugprice", "indexterm", "replacement", "axis", "definition", "crosswalk"),
    *("coveragedocument", "coveragecode"),
]
FUNCTION = """
CREATE FUNCTION codes_stamp_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO codes_stamp DEFAULT VALUES;
    RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON codes_{0}
FOR EACH STATEMENT EXECUTE FUNCTION codes_stamp_write()
"""


class Migration(migrations.Migration):
    dependencies = [("codes", "0005_due_notice")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
            ],
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION codes_stamp_write()"),
        migrations.RunSQL(
            [TRIGGER.format(table) for table in TABLES],
            [f"DROP TRIGGER stamp ON codes_{table}" for table in TABLES],
        ),
    ]
