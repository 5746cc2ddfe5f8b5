"""Programs that ask over plain http are refused and not led to https, so that a key sent in plain is noticed."""

import pytest
from django.test import Client, override_settings

from accounts.models import Meter
from api import keys
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db
SAID = "If a key was sent with this, revoke it"


@pytest.fixture(autouse=True)
def production():
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        yield


def test_it_works():
    a_code("99901", "cpt")
    assert Client(headers={"X-Forwarded-Proto": "https"}).get("/api/v1/search?q=99901").status_code == 200


def test_a_key_over_plain_http_is_refused_and_told_of():
    user, code = a_reader(), a_code("99901", "cpt")
    secret = keys.make(user=user, name="Invented").secret
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get(f"/api/v1/codes/{code.system}/{code.value}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert SAID in answer.json()["detail"]
    assert not Meter.objects.exists()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/api/icd10cm/v3/search?terms=a", "application/problem+json"),
        ("/api/fhir/metadata", "application/fhir+json"),
        ("/api/v1/openapi.json", "application/problem+json"),
    ],
)
def test_every_interface(address, form):
    for method in ("GET", "POST", "OPTIONS"):
        answer = Client().generic(method, address)
        assert answer.status_code == 403 and answer.headers["Content-Type"].startswith(form)
        assert SAID in answer.text and "Location" not in answer.headers


def test_pages_are_led_to_https():
    assert Client().get("/api/").headers["Location"] == "https://testserver/api/"
