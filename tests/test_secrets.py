"""Secrets come from the environment or from files, never from both, and never quietly from nowhere."""

import pytest

from tests.test_health import PRODUCTION, manage

DATABASE = {"DATABASE_URL": "postgresql://x@127.0.0.1:1/none"}


def check(**environment):
    return manage("check", **{**PRODUCTION, **DATABASE, **environment})


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL"])
def test_a_file_stands_in_for_the_variable(name, tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{(PRODUCTION | DATABASE)[name]}\n")
    result = check(**{name: "", f"{name}_FILE": str(file)})
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("content", "also", "says"),
    [
        ("from a file", "from the environment", "both SECRET_KEY and SECRET_KEY_FILE are set"),
        ("", "", "the file that SECRET_KEY_FILE names is empty"),
        (b"\xff\xfe", "", "SECRET_KEY_FILE cannot be read (UnicodeDecodeError)"),
        (None, "", "SECRET_KEY_FILE cannot be read (FileNotFoundError)"),
    ],
    ids=["both", "empty", "not text", "missing"],
)
def test_what_is_not_plain_stops_the_start_without_showing_it(tmp_path, content, also, says):
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = check(SECRET_KEY=also, SECRET_KEY_FILE=str(file))
    assert result.returncode != 0
    assert says in result.stderr
    assert "from a file" not in result.stderr
