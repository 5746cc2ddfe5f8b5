"""Files that are sent: where they may be, how large, of what kind and name; what is refused leaves nothing."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from codelists import policy
from codelists.models import Version
from codes import texts_csv
from codes.models import TextImport
from tests.builders import a_code, a_reader
from tests.codelists.builders import a_list

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
GOOD = b"system,code,documentation\ncpt,99901,Invented words\n"


def a_zip():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../texts.csv", GOOD)
    return data.getvalue()


BAD = {
    "a program": ("texts.exe", b"MZ\x90\0\x03"),
    "a sheet": ("texts.xlsx", a_zip()),
    "an archive that is called CSV": ("texts.csv", a_zip()),
    "NUL bytes": ("texts.csv", b"system,code\ncpt,99\x00901\n"),
    "a page": ("texts.html", b"<script>alert(1)</script>"),
    "two endings": ("texts.csv.php", GOOD),
    "no ending": ("csv", GOOD),
}


@pytest.fixture
def reader():
    browser, user = Client(), a_reader()
    browser.force_login(user)
    return browser, a_list(user)


def as_texts(client, name, data):
    return client.post("/admin/codes/code/import/", {"file": SimpleUploadedFile(name, data), "empty": "keep"})


def as_codes(reader, name, data):
    browser, code_list = reader
    fields = {"file": SimpleUploadedFile(name, data), "how": "add", "do": "save"}
    return browser.post(f"/lists/{code_list.pk}/import/", fields)


def test_it_works(editor, reader):
    a_code("99901", "cpt")
    assert as_texts(editor, "texts.csv", GOOD).status_code == 302
    assert as_codes(reader, "codes.csv", b"system,code\ncpt,99901\n").status_code == 302


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_text_is_refused_at_the_desk(editor, kind):
    a_code("99901", "cpt")
    answer = as_texts(editor, *BAD[kind])
    assert (answer.status_code, TextImport.objects.count()) == (200, 0)
    assert answer.context["form"].errors


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_text_is_refused_from_readers(reader, kind):
    a_code("99901", "cpt")
    before = Version.objects.count()
    assert as_codes(reader, *BAD[kind]).status_code == 400
    assert Version.objects.count() == before


def test_what_is_too_large_is_refused(editor, reader, monkeypatch):
    monkeypatch.setattr(texts_csv, "LARGEST", 1_000)
    assert "larger than" in as_texts(editor, "texts.csv", GOOD * 100).text
    assert "too large" in as_codes(reader, "codes.csv", b"x" * (4 * policy.LONGEST_IMPORT + 1)).text


@pytest.mark.parametrize(
    ("address", "length", "status"),
    [
        ("/admin/codes/code/import/", 21_000_001, 413),
        ("/lists/1/import/", 2_000_001, 413),
        ("/accounts/login/", 2_000_001, 413),
        ("/api/v1/claims", 2_000_001, 413),
        ("/lists/1/import/", 1_900_000, 302),
    ],
)
def test_a_body_that_nobody_needs_is_refused_before_it_is_read(guest, address, length, status):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("it was read")

    answer = guest.generic("POST", address, b"", CONTENT_LENGTH=str(length), **{"wsgi.input": Unread()})
    assert answer.status_code == status


def test_a_name_is_neither_a_path_nor_markup(editor):
    a_code("99901", "cpt")
    answer = as_texts(editor, "../../etc/<b>texts.csv", GOOD)
    sent = TextImport.objects.get()
    assert "/" not in sent.name
    assert "<b>" not in editor.get(answer.url).text


def test_no_other_form_takes_files():
    """Whoever adds one adds its checks here."""
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("accounts", "api", "codeahead", "codelists", "codes", "discussion", "trust")
        for path in (ROOT / folder).rglob("*.py")
        if any(word in path.read_text() for word in ("FileField", "ImageField", "request.FILES"))
    }
    assert found == {"codelists/forms.py", "codelists/import_views.py", "codes/admin/many.py"}
