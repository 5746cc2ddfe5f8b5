"""While a release is being written readers read the old one; once it is committed they read the new one."""

import threading
from datetime import date

import pytest
from django.db import connection

from codes.models import Code
from codes.releases.loader import Options
from codes.releases.reader import Watch
from codes.releases.run import load_release
from codes.search import Filters
from tests.builders import values_found
from tests.releases import small_files as files

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW, GONE = "Blue fever, as it was", "Azure fever, as it is", "Green fever"


class Held(Watch):
    """Waits at the last step of a load, when all is written and nothing committed, until it may go on."""

    def __init__(self):
        self.there, self.go_on = threading.Event(), threading.Event()

    def step(self, text):
        if text == "noting what the search must read anew":
            self.there.set()
            assert self.go_on.wait(60)


class Loading:
    """A load in a thread, with a connection of its own; what it raised is raised at the end of the block."""

    def __init__(self, path, effective):
        self.watch, self.error = Held(), None
        self.thread = threading.Thread(target=self.run, args=(path, effective))

    def run(self, path, effective):
        try:
            load_release("icd10cm", [path], effective=effective, options=Options(allow_mass_end=True), watch=self.watch)
        except BaseException as error:
            self.error = error
        finally:
            self.watch.there.set()
            connection.close()

    def __enter__(self):
        self.thread.start()
        assert self.watch.there.wait(60)
        assert self.error is None, self.error

    def __exit__(self, *raised):
        self.watch.go_on.set()
        self.thread.join()
        assert self.error is None, self.error


@pytest.fixture
def new(tmp_path):
    """The old release is loaded; the file of the new one."""
    old, new = files.written(
        tmp_path,
        {
            "old.txt": files.an_order(("Q01", OLD), ("Q02", GONE)),
            "new.txt": files.an_order(("Q01", NEW), ("Q03", "Red fever")),
        },
    )
    load_release("icd10cm", [old], effective=date(2025, 10, 1))
    return new


def test_a_code_page(client, new):
    with Loading(new, date(2026, 10, 1)):
        meanwhile = client.get("/icd10cm/Q01/")
        assert (meanwhile.status_code, OLD in meanwhile.text, NEW in meanwhile.text) == (200, True, False)
    after = client.get("/icd10cm/Q01/")
    assert (after.status_code, OLD in after.text, NEW in after.text) == (200, False, True)


def test_a_new_code_a_deleted_one_and_a_search(editor, new):
    def read():
        statuses = [editor.get(f"/icd10cm/{value}/").status_code for value in ("Q02", "Q03")]
        found = [word for word in ("blue", "azure", "green", "red") if values_found(word, Filters(active=True))]
        return statuses, found, Code.objects.get(value="Q02").status

    with Loading(new, date(2026, 10, 1)):
        assert read() == ([200, 404], ["blue", "green"], "active")
    assert read() == ([200, 200], ["azure", "red"], "deleted")


def test_an_editor_may_write_about_a_code_meanwhile(new):
    """Texts are tables of their own, which no load locks."""
    code = Code.objects.get(value="Q02")
    with Loading(new, date(2026, 10, 1)):
        code.sections.create(kind="when_to_use", body="By day.")
        assert code.sections.count() == 1
    code.refresh_from_db()
    assert (code.status, code.sections.get().body) == ("deleted", "By day.")
