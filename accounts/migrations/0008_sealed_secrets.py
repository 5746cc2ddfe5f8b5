"""The secrets of authenticator apps and recovery codes are encrypted where they lay in plain."""

from django.db import migrations

from accounts import sealed


def each_secret(apps, change):
    """Let `change(text) -> text` be made to every secret of every second factor."""
    for factor in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        for name in ("secret", "seed"):
            if name in factor.data:
                factor.data[name] = change(factor.data[name])
        if factor.data.get("migrated_codes"):
            factor.data["migrated_codes"] = [change(code) for code in factor.data["migrated_codes"]]
        factor.save(update_fields=["data"])


def seal(apps, schema_editor):
    each_secret(apps, lambda text: text if text.startswith(sealed.BEGINS) else sealed.seal(text))


def unseal(apps, schema_editor):
    each_secret(apps, sealed.unseal)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_failed_tries"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, unseal)]
