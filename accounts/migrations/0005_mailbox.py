"""The mailbox that an address leads to, however it is written."""

from django.db import migrations, models

# What stands behind a plus sign names no other mailbox, and Google's mailboxes have no dots.
MAILBOX_OF = r"""
CREATE FUNCTION mailbox_of(address text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(owner, '.', '') || '@gmail.com'
        ELSE owner || '@' || domain END
    FROM (SELECT regexp_replace(lower(address), '@[^@]*$', '') AS name, substring(lower(address) from '[^@]*$') AS domain) a,
        LATERAL (SELECT regexp_replace(name, '^([^+]+)\+.*$', '\1') AS owner) o
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_daily_use")]
    operations = [
        migrations.RunSQL(MAILBOX_OF, "DROP FUNCTION mailbox_of(text)"),
        migrations.AddField(
            model_name="user",
            name="mailbox",
            field=models.GeneratedField(
                db_index=True,
                db_persist=True,
                expression=models.Func("email", function="mailbox_of"),
                output_field=models.CharField(max_length=254),
            ),
        ),
    ]
