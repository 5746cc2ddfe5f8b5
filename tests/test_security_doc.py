"""What docs/security.md claims can be looked up, and a few claims that no other test shows."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_code
from tests.test_health import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
STATES = ("met", "platform", "—", "not met")


def rows():
    """(numbers, state, evidence) of each requirement in the tables of chapters."""
    cells = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d", line)]
    return [(row[0], row[2], row[3] if len(row) > 3 else "") for row in cells if len(row) >= 3]


def functions_in(path):
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    named = set(NAMED.findall(TEXT))
    assert len(named) > 60
    assert [f"{file}::{name}" for file, name in sorted(named) if name not in functions_in(ROOT / file)] == []
    assert TEXT.count("::test_") == len(NAMED.findall(TEXT))


def test_every_requirement_has_a_state_and_stands_once():
    assert [number for number, state, _ in rows() if state not in STATES] == []
    numbers = [each for row in rows() for each in re.findall(r"\d+\.\d+\.\d+", row[0])]
    assert len(numbers) > 150
    assert sorted({each for each in numbers if numbers.count(each) > 1}) == []


def test_what_is_not_met_is_listed_at_the_end():
    told = TEXT.rpartition("## What is not met")[2]
    unmet = [each for number, state, _ in rows() if state == "not met" for each in number.split(", ")]
    assert sorted(re.findall(r"\d+\.\d+\.\d+", told)) == sorted(unmet)


def test_every_link_leads_somewhere():
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", TEXT)]
    assert [link for link in links if link and not (ROOT / "docs" / link).exists()] == []


# Claims of the document that no other test shows


def test_cookies_of_production_are_bound_to_the_host():
    names = ["SESSION_COOKIE", "CSRF_COOKIE"]
    told = "import json; from django.conf import settings as s; from codeahead.notices import Cookie; "
    told += "from accounts import known_browsers as k; print(json.dumps("
    told += f"[[getattr(s, n + e) for e in ('_NAME', '_SECURE', '_HTTPONLY', '_SAMESITE')] for n in {names}]"
    told += " + [Cookie.cookie_name, k.COOKIE]))"
    environment = PRODUCTION | {"DATABASE_URL": "postgresql://x@127.0.0.1:1/none", "DJANGO_SETTINGS_MODULE": SETTINGS}
    result = subprocess.run(
        [sys.executable, "-c", told], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    *cookies, messages, known = json.loads(result.stdout)
    assert cookies == [["__Host-session", True, True, "Lax"], ["__Host-csrftoken", True, True, "Lax"]]
    # Django gives it the attributes of the session's cookie.
    assert (messages, known) == ("__Host-messages", "__Host-known_browser")


SETTINGS = "codeahead.settings"
TEXTS = ["/", "/robots.txt", "/sitemap.xml", "/feed/", "/healthz", "/opensearch.xml", "/nowhere/", "/api/v1/nothing"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", TEXTS)
def test_texts_name_their_letters(guest, address):
    a_code("99901", "cpt")
    kind = guest.get(address).headers["Content-Type"]
    assert "charset=utf-8" in kind or kind.endswith(("xml", "json"))


@pytest.mark.django_db
def test_trace_echoes_nothing(guest):
    for address in ("/", a_code().url):
        answer = guest.generic("TRACE", address, headers={"X-Planted": "planted"})
        assert answer.status_code in (403, 405)
        assert "planted" not in answer.text
