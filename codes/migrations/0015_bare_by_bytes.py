"""The value without its dot is ordered by bytes: one index finds what begins so, and has it in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0014_case_notes")]

    operations = [
        migrations.RemoveIndex(model_name="code", name="code_by_prefix"),
        # A generated column cannot be altered.
        migrations.RemoveField(model_name="code", name="bare"),
        migrations.AddField(
            model_name="code",
            name="bare",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("value"),
                    models.Value("."),
                    models.Value(""),
                    function="replace",
                    output_field=models.CharField(),
                ),
                output_field=models.CharField(db_collation="C", max_length=20),
            ),
        ),
        migrations.AddIndex(model_name="code", index=models.Index(fields=["bare", "system"], name="code_by_prefix")),
    ]
