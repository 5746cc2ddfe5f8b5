"""The import direction: what each part of the house may know of the others."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = {"codes", "accounts", "assistant", "consult", "careers", "discussion", "codelists", "api", "figures", "trust"}
# Where the project joins its parts: it may name all of them.
PROJECT = {"codeahead"}


def modules(package):
    return sorted(p for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)


def imports(path):
    """The dotted names that a module imports, `from a import b` as a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def breaches(package, forbidden):
    """`module: name` for each import that `forbidden(path, name)` is true of."""
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(package)
        for name in imports(path)
        if forbidden(path, name)
    ]


def app_of(name):
    return name.split(".")[0]


def test_accounts_imports_none_of_our_apps():
    assert breaches("accounts", lambda path, name: app_of(name) in (APPS - {"accounts"}) | PROJECT) == []


def test_codes_names_the_meter_in_urls_only():
    """The editors' preview draws a page for an invented reader, so it builds that reader's Reading."""

    def names_it(path, name):
        meter = name.startswith(("accounts.meter", "accounts.middleware"))
        return meter and path.relative_to(ROOT).as_posix() not in ("codes/urls.py", "codes/admin/code.py")

    assert breaches("codes", names_it) == []


def test_only_the_admin_is_told_what_readers_open():
    def names_it(path, name):
        return name.startswith("accounts.openings") and path.relative_to(ROOT).parts[1] != "admin"

    assert breaches("codes", names_it) == []


def test_codes_imports_none_of_the_apps_that_read_it():
    assert breaches("codes", lambda path, name: app_of(name) in (APPS - {"codes", "accounts"}) | PROJECT) == []


@pytest.mark.parametrize("app", sorted(APPS - {"codes", "accounts"}))
def test_other_apps_read_codes_and_accounts_never_each_other(app):
    allowed = {app, "codes", "accounts"} | ({"codelists"} if app == "api" else set())
    assert breaches(app, lambda path, name: app_of(name) in APPS - allowed) == []


def test_nobody_imports_another_apps_views():
    def foreign_views(path, name):
        here = path.relative_to(ROOT).parts[0]
        return app_of(name) in APPS and ".views" in name and app_of(name) != here

    assert [b for app in sorted(APPS | PROJECT) for b in breaches(app, foreign_views)] == []


def test_settings_are_the_only_reader_of_the_environment():
    """But for what runs before there are settings: the local database, commands and wsgi name the settings module."""
    allowed = {"settings.py", "wsgi.py", "postgres/account.py", "production_check.py"}
    found = [
        path.relative_to(ROOT).as_posix()
        for package in sorted(APPS | PROJECT)
        for path in modules(package)
        if path.relative_to(ROOT / package).as_posix() not in allowed
        and ("os.environ" in path.read_text() or "getenv" in path.read_text())
    ]
    assert found == []


def test_parsers_know_neither_the_database_nor_the_network():
    parsers = [*modules("codes/releases/parsers"), ROOT / "codes/releases/rows.py", ROOT / "codes/releases/reading.py"]
    forbidden = ("django", "codes.models", "psycopg", "socket", "urllib", "http")
    assert [name for path in parsers for name in imports(path) if name.startswith(forbidden)] == []
