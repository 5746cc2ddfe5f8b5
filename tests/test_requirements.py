"""Every requirement is pinned and hashed, and an audit that was not made does not pass."""

import json
import re
from pathlib import Path

import pytest

from codeahead import audit

ROOT = Path(__file__).resolve().parent.parent
FILES = ["requirements.txt", "requirements-dev.txt", "requirements-audit.txt"]
WEAK = {"name": "invented", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"], "description": "d"}]}
SOUND = {"name": "sound", "version": "2.0", "vulns": []}


def requirements(name):
    """The requirements of a file, each with its continuation lines as one."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / name).read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name):
    found = requirements(name)
    assert len(found) > 20
    assert [line for line in found if not re.match(r"[A-Za-z0-9._-]+(\[[\w,]+\])?==[^\s=*]+ ", line)] == []
    assert [line for line in found if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_names_where_it_comes_from(name):
    assert not re.search(r"https?:|file:|git\+|--(extra-)?index-url|--find-links", (ROOT / name).read_text())


def test_the_image_installs_by_hash():
    assert "--require-hashes -r requirements.txt" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize(
    ("packages", "status", "says"),
    [
        ([SOUND], audit.CLEAN, "No weakness is known of 1 requirements."),
        ([SOUND, WEAK], audit.WEAK, "invented 1.0: X-1, mended in 1.1"),
        ([SOUND, {"name": "odd", "skip_reason": "not found"}], audit.UNASKED, "Nothing could be learned of odd"),
    ],
)
def test_what_the_auditor_says(packages, status, says):
    found, (line,) = audit.verdict(json.dumps({"dependencies": packages}), "")
    assert found == status
    assert line.startswith(says)


@pytest.mark.parametrize("output", ["", "not JSON", "{}", "null"])
def test_an_audit_that_was_not_made_does_not_pass(output):
    status, (line,) = audit.verdict(output, "lots\nConnectionError: no way there")
    assert status == audit.UNASKED
    assert "could not be made" in line
    assert "no way there" in line
