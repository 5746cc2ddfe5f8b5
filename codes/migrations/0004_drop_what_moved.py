"""What moved in the migration before is dropped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0003_modifiers_are_codes")]
    operations = [
        migrations.AlterField(
            model_name="modifieruse",
            name="modifier",
            field=models.ForeignKey(
                limit_choices_to={"kind": "modifier"},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="codes.code",
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="system",
            field=models.CharField(
                choices=[
                    ("icd10cm", "ICD-10-CM"),
                    ("cpt", "CPT"),
                    ("hcpcs", "HCPCS Level II"),
                    ("icd10pcs", "ICD-10-PCS"),
                    ("pos", "Place of service"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(model_name="change", name="value", field=models.CharField(max_length=20)),
        migrations.DeleteModel(name="Modifier"),
        migrations.RemoveField(model_name="release", name="file_name"),
    ]
