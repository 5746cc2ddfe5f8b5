"""The way of a draft: an editor writes, a reviewer returns it, the editor mends it, the reviewer publishes, a reader
sees it; and axe on the pages of the desk."""

import pytest
from playwright.sync_api import expect

from codes import draft_actions
from codes.models import Code, Draft
from tests.browser import axe
from tests.browser.steps import log_in
from tests.builders import a_code
from tests.codes.desk import a_draft, somebody

pytestmark = pytest.mark.usefixtures("demo_content")
WORDS = "A needle calms the small joint of the lower back."
MENDED = "A needle calms the small joint of the lower back, on one side."
# Faults of Django's own templates: the empty heading above what a row was called, and the search box's picture.
DJANGOS_OWN = [("empty-table-header", "tr > .original"), ("label-title-only", "#searchbar")]


@pytest.fixture
def people():
    return somebody("editor", name="Ed Itor"), somebody("reviewer", name="Re Viewer")


def form_of(value):
    return f"/admin/codes/code/{Code.objects.get(value=value).pk}/change/"


def said(page, words):
    expect(page.get_by_role("listitem").filter(has_text=words)).to_be_visible()


def test_from_the_editor_over_the_reviewer_to_the_reader(new_page, people, member_user):
    (editor, reviewer), form = people, form_of("64493")
    desk, review, reading = new_page(), new_page(), new_page()
    log_in(desk, editor)
    log_in(review, reviewer)
    log_in(reading, member_user)

    desk.goto(form)
    expect(desk.get_by_role("button", name="Publish now")).to_have_count(0)
    desk.get_by_label("Common language description").fill(WORDS)
    desk.get_by_role("button", name="Save draft").first.click()
    said(desk, "The draft is saved.")
    desk.get_by_label("Note to the reviewer").fill("Please look at the side.")
    desk.get_by_role("button", name="Send to review").last.click()
    said(desk, "The draft waits for review.")

    review.goto("/admin/")
    review.get_by_role("link", name="Waiting for review").click()
    review.get_by_role("link", name="Compare with live").click()
    expect(review.get_by_text("Please look at the side.")).to_be_visible()
    expect(review.locator("ins").first).to_be_visible()
    review.get_by_label("Note to the writer").fill("Say that it is one side.")
    review.get_by_role("button", name="Return with this note").click()
    said(review, "Returned to the writer.")

    desk.goto("/admin/")
    desk.get_by_role("link", name="Returned to you").click()
    desk.get_by_role("main").get_by_role("link", name="CPT 64493").click()
    expect(desk.get_by_text("Say that it is one side.")).to_be_visible()
    desk.get_by_label("Common language description").fill(MENDED)
    desk.get_by_role("button", name="Send to review").first.click()
    said(desk, "The draft waits for review.")
    reading.goto("/cpt/64493/")
    expect(reading.get_by_role("region", name="Common Language Description")).not_to_contain_text("calms")

    review.goto(form)
    review.get_by_role("button", name="Publish now").first.click()
    said(review, "Published: readers see it now.")
    reading.goto("/cpt/64493/")
    expect(reading.get_by_role("region", name="Common Language Description")).to_contain_text(MENDED)
    expect(reading.get_by_role("region", name="Sources and dates")).to_contain_text(
        "Written by Ed Itor, reviewed by Re Viewer, "
    )


def test_what_two_write_at_once_is_not_lost(new_page, people):
    form, pages = form_of("64493"), [new_page(), new_page()]
    for page, user in zip(pages, people, strict=True):
        log_in(page, user)
        page.goto(form)
    one, other = pages
    one.get_by_label("Common language description").fill("Theirs")
    one.get_by_role("button", name="Save draft").first.click()
    said(one, "The draft is saved.")
    other.get_by_label("Common language description").fill("Mine")
    other.get_by_role("button", name="Save draft").first.click()
    expect(other.get_by_text("Somebody saved this draft meanwhile")).to_be_visible()
    expect(other.get_by_label("Common language description")).to_have_value("Mine")
    other.get_by_role("button", name="Save draft").first.click()
    said(other, "The draft is saved.")
    assert Draft.objects.get().content["code"]["common_language"] == "Mine"


def test_a_new_section_is_written_without_a_mouse(new_page, people):
    """By the admin's own button for one more row, with the keyboard alone."""
    a_code("99901", "cpt")
    page = new_page()
    log_in(page, people[0])
    page.goto(form_of("99901"))
    page.get_by_role("button", name="Add another Section").press("Enter")
    page.locator("#id_sections-0-body").fill("Write it down")
    page.locator("#id_sections-0-kind").select_option("documentation")
    page.get_by_role("button", name="Save draft").first.press("Enter")
    said(page, "The draft is saved.")
    assert [row["body"] for row in Draft.objects.get().content["sections"]] == ["Write it down"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_desk(new_page, people, editor_user, scheme):
    code = Code.objects.get(value="64493")
    first = a_draft(code, by=people[0], common_language=WORDS)
    draft_actions.publish(draft=first, token=first.token, by=editor_user)
    a_draft(code, by=people[0], state="in_review", common_language=MENDED)
    page = new_page(color_scheme=scheme)
    log_in(page, people[1])
    base, found = f"/admin/codes/code/{code.pk}", []
    for address in ("/admin/", "/admin/codes/draft/", f"{base}/compare/", f"{base}/versions/", f"{base}/change/"):
        assert page.goto(address).status == 200
        found += faults(page, address)
    Code.objects.filter(pk=code.pk).update(common_language="By a release")
    page.goto(f"{base}/change/")
    page.get_by_role("button", name="Publish now").first.click()
    expect(page.get_by_role("button", name="Publish all the same")).to_be_visible()
    found += faults(page, "live changed")
    assert not found, "\n".join(["", *found])


def faults(page, name):
    """What is wrong with the page that is open, at two widths, but for Django's own faults."""
    axe.load(page)
    found = []
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{name}, {width} px: {wide} px wide")
        found += [f"{name}, {width} px: {line}" for line in axe.violations(page) if not is_djangos(line)]
    return found


def is_djangos(line):
    return any(line.startswith(f"{rule}:") and place in line for rule, place in DJANGOS_OWN)
