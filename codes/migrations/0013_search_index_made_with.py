"""An index tells with which word lists it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0012_search_index")]

    operations = [
        migrations.AddField(
            model_name="searchindex",
            name="made_with",
            field=models.CharField(
                default="", help_text="A digest of the word lists and of what builds it.", max_length=64
            ),
            preserve_default=False,
        ),
    ]
