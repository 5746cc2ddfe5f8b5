"""The way of a file of texts: exported, mended, sent, looked at line by line, and made drafts of."""

import csv
import io

import pytest
from playwright.sync_api import expect

from codes.models import Code, Draft
from tests.browser import axe
from tests.browser.steps import submit
from tests.browser.test_editor import sign_in_through_admin

pytestmark = pytest.mark.usefixtures("demo_content")
ADVICE = "Name the joint and the side."


@pytest.fixture
def editor_page(page, editor_user):
    sign_in_through_admin(page, editor_user)
    return page


def exported(page, value):
    """The file of one code, as rows."""
    page.goto("/admin/codes/code/?q=" + value)
    page.locator("#result_list .action-select").first.check()
    page.locator("select[name=action]").select_option("export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).first.click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def send(page, rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    page.goto("/admin/codes/code/import/")
    page.get_by_label("CSV file").set_input_files(
        {"name": "texts.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    )
    submit(page, "Look at what it would change")


def test_a_file_goes_out_is_mended_and_comes_in(editor_page):
    page = editor_page
    header, row = exported(page, "64493")
    assert row[:2] == ["cpt", "64493"]
    row[header.index("documentation")] = ADVICE
    send(page, [header, row])
    expect(page.get_by_text("1 code would change.")).to_be_visible()
    expect(page.get_by_role("row", name="Documentation")).to_contain_text(ADVICE)
    assert not Draft.objects.exists()
    submit(page, "Make drafts")
    expect(page.get_by_role("region", name="Done")).to_contain_text("Drafts: 1 code")
    draft = Draft.objects.get()
    assert (draft.code.value, draft.state) == ("64493", "writing")
    assert ADVICE not in Code.objects.get(value="64493").sections.get(kind="documentation").body


def test_a_file_with_faults_names_each_of_them(editor_page):
    page = editor_page
    send(page, [["system", "code", "role"], ["cpt", "99999", "Primary"], ["cpt", "64493", "x" * 41]])
    wrong = page.get_by_role("region", name="2 things are wrong")
    expect(wrong.get_by_role("listitem")).to_have_text(
        [
            "line 2, code: 99999 is not loaded",
            "line 3, role: This is 41 characters long; at most 40 can be kept.",
        ]
    )
    assert not Draft.objects.exists()


@pytest.mark.parametrize("address", ["code/import/", "code/missing/", "code/missing/?list=outdated", "sharedtext/add/"])
def test_the_pages_can_be_used_by_everybody(editor_page, address):
    editor_page.goto(f"/admin/codes/{address}")
    axe.load(editor_page)
    assert axe.violations(editor_page) == []
