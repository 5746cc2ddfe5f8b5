"""The API against its own description: invented requests, sound and unsound, in this very process."""

from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts import policy
from api import keys
from api.description import api
from codes.models import Note
from tests.builders import a_code, a_reader, a_release
from tests.codelists.builders import a_list

pytestmark = pytest.mark.django_db
# The same requests in every run, few enough to be run each time.
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = sorted(
    (method.upper(), path)
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
)
# These take nothing that could be unsound.
NOTHING_SENT = ["/api/v1/systems"]


def each(operations):
    return pytest.mark.parametrize(("method", "path"), operations, ids=[" ".join(one) for one in operations])


@pytest.fixture(autouse=True)
def connection_that_stays():
    """As Django's own test client does: a request does not close the connection that the test's transaction is on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def content(monkeypatch):
    """A few codes, a release with changes and a list, under the keys that requests are likely to name."""
    monkeypatch.setattr(policy, "API_REQUESTS_PER_MINUTE", 100_000)
    monkeypatch.setattr(policy, "API_GUEST_REQUESTS_PER_MINUTE", 100_000)
    monkeypatch.setattr(policy, "REGISTERED_VIEWS", 1_000)
    release = a_release(pk=1)
    parent = a_code("Q01", kind="heading", release=release)
    code = a_code("Q01.1", parent=parent, release=release)
    a_code("99901", "cpt")
    Note.objects.create(code=code, kind="excludes1", position=0, text="other (Q02.-)")
    code.changes.create(release=release, kind="revised", field="descriptor", system="icd10cm", value="Q01.1")
    reader = a_reader()
    a_list(reader, [code])
    return keys.make(user=reader, name="Tests").secret


@cache
def schema():
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def tried(path, method, mode, headers=None, excluded=()):
    """Send the requests that are invented for one operation, and hold each answer against the description."""

    @BOUNDED
    @given(case=schema()[path][method].as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(headers=headers, excluded_checks=list(excluded))

    run()


def test_there_is_much_to_try():
    assert len(OPERATIONS) >= 20


@each(OPERATIONS)
def test_a_key_with_sound_requests(content, method, path):
    # A code that is spelled well need not be loaded; then it is refused by name.
    excluded = [positive_data_acceptance] if method in ("POST", "PUT") else []
    tried(path, method, GenerationMode.POSITIVE, {"Authorization": f"Bearer {content}"}, excluded)


@each([(method, path) for method, path in OPERATIONS if path not in NOTHING_SENT])
def test_a_key_with_unsound_requests(content, method, path):
    tried(path, method, GenerationMode.NEGATIVE, {"Authorization": f"Bearer {content}"})


@each(OPERATIONS)
def test_a_guest(content, method, path):
    tried(path, method, GenerationMode.POSITIVE)
