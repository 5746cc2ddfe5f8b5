"""The secrets of second factors are encrypted in the database, and nothing opens them without the key."""

import time
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps

from accounts import sealed
from tests.builders import a_reader

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
migration = import_module("accounts.migrations.0008_sealed_secrets")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_it_works():
    told = sealed.seal(SECRET)
    assert SECRET not in told and sealed.unseal(told) == SECRET
    assert sealed.seal(SECRET) != told


def test_what_was_stored_before_is_read():
    assert sealed.unseal(SECRET) == SECRET


def test_an_earlier_key_opens_what_it_sealed(settings):
    told = sealed.seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "an invented new key", [settings.SECRET_KEY]
    assert sealed.unseal(told) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert sealed.unseal(sealed.seal(SECRET)) == SECRET


def test_without_its_key_a_secret_is_one_that_nobody_knows(settings, caplog):
    told = sealed.seal(SECRET)
    settings.SECRET_KEY = "an invented new key"
    first, second = sealed.unseal(told), sealed.unseal(told)
    assert len({first, second, SECRET, ""}) == 4
    assert "is not known any more" in caplog.text


@pytest.mark.parametrize("damage", [lambda told: told[:-2], lambda told: told[:20] + "x" + told[21:]])
def test_what_was_changed_opens_nothing(damage):
    assert sealed.unseal(damage(sealed.seal(SECRET))) != SECRET


@pytest.mark.django_db
def test_an_app_and_codes_work_and_lie_sealed():
    user, secret = a_reader(), generate_totp_secret()
    app, paper = TOTP.activate(user, secret), RecoveryCodes.activate(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and stored.count(sealed.BEGINS) == 2
    assert app.validate_code(code_of(secret))
    assert not app.validate_code("000000" if code_of(secret) != "000000" else "111111")
    assert paper.validate_code(paper.get_unused_codes()[3])


@pytest.mark.django_db
def test_the_migration_seals_what_lay_plain_and_back():
    user = a_reader()
    plain = {"secret": SECRET}
    app = Authenticator.objects.create(user=user, type="totp", data=dict(plain))
    codes = {"seed": "ab" * 40, "used_mask": 5, "migrated_codes": ["12345678"]}
    paper = Authenticator.objects.create(user=user, type="recovery_codes", data=dict(codes))
    key = Authenticator.objects.create(user=user, type="webauthn", data={"credential": {}, "name": "x"})
    migration.seal(apps, None)
    migration.seal(apps, None)
    for each in (app, paper, key):
        each.refresh_from_db()
    assert SECRET not in str(app.data) and "12345678" not in str(paper.data) and paper.data["used_mask"] == 5
    assert TOTP(app).validate_code(code_of(SECRET))
    migration.unseal(apps, None)
    for each in (app, paper, key):
        each.refresh_from_db()
    assert (app.data, paper.data, key.data) == (plain, codes, {"credential": {}, "name": "x"})
