"""The Makefile's promises that need nothing installed: its list of commands and its one-line refusals."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from codeahead import checkport

CHECKOUT = Path(__file__).resolve().parent.parent
COMMANDS = ["help", "run", "data", "test", "stop", "clean", "lint", "requirements", "audit", "production-check"]


def make(*words, cwd=CHECKOUT):
    # The tests themselves may have been started by make, with variables of their own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *words], cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield str(server.getsockname()[1])


def test_make_lists_its_commands():
    assert re.findall(r"^make (\S+)", make().stdout, re.MULTILINE) == COMMANDS


def test_a_busy_port_is_said_in_one_line_before_anything_else(busy_port):
    refused = make("run", f"PORT={busy_port}")

    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[0] == (f"Port {busy_port} is in use; choose another with: make run PORT=8001")


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "8000 8001", "-1", "٨"])
def test_what_is_no_port_is_said_in_one_line(port):
    assert checkport.problem(port).startswith(f"PORT={port} is no port")


def test_a_free_port_is_no_problem():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])

    assert checkport.problem(port) is None


def test_a_missing_python_is_said_in_one_line(tmp_path):
    (tmp_path / "Makefile").write_text((CHECKOUT / "Makefile").read_text())
    refused = make("run", "PYTHON=/nowhere/python3", cwd=tmp_path)

    assert refused.stderr.startswith("Python 3.11 or newer is needed")
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]
