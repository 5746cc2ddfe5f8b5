"""How the parsers are built, whatever they read."""

import ast
from pathlib import Path

import pytest

import codes.releases.parsers as package

MODULES = sorted(Path(package.__file__).parent.glob("*.py"))
PARSERS = [path for path in MODULES if not path.name.startswith("_")]


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_parsers_share_is_in_private_modules(path):
    """No parser reads another: whoever changes one need not know the others."""
    shared = [name.removeprefix(f"{package.__name__}.") for name in imports(path) if name.startswith(package.__name__)]
    assert [name for name in shared if not name.startswith("_")] == []


@pytest.mark.parametrize("path", PARSERS, ids=lambda path: path.stem)
def test_parsers_print_nothing_and_open_no_file(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert {call.id for call in calls if isinstance(call, ast.Name)}.isdisjoint({"print", "open", "input"})
