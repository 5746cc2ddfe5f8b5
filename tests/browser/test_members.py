"""Asking for more views, a page of some sections, and an organisation's seats, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from accounts.models import MoreViews, Seat
from tests.accounts.builders import a_grant, a_seat, an_organisation
from tests.browser.steps import log_in, submit
from tests.browser.test_accessibility import faults


@pytest.fixture(params=["with", "without"])
def page(new_page, request):
    return new_page(java_script_enabled=request.param == "with")


def test_asking_for_more_views_by_keyboard(page, member_user):
    log_in(page, member_user)
    page.goto("/more-views/")
    page.get_by_label("What do you need them for?").focus()
    page.keyboard.type("Our yearly audit")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    submit(page, "Send the request")
    expect(page.get_by_text("We answer by letter")).to_be_visible()
    expect(page.get_by_text("Not answered")).to_be_visible()
    assert MoreViews.objects.get().how_long == 7
    submit(page, "Withdraw it")
    expect(page.get_by_role("button", name="Send the request")).to_be_visible()


def test_seats_are_offered_and_taken_back(page, member_user):
    clinic = an_organisation(name="Clinic", manager=member_user)
    a_grant(organisation=clinic, plan={"name": "Shared"})
    log_in(page, member_user)
    page.goto("/account/")
    page.get_by_role("link", name="Seats of Clinic").click()
    page.get_by_label("Email address").fill("front.desk@example.org")
    submit(page, "Send the offer")
    expect(page.get_by_text("1 of 2 seats given")).to_be_visible()
    submit(page, "Take back the seat of front.desk@example.org")
    expect(page.get_by_text("No seat is given yet.")).to_be_visible()
    assert Seat.objects.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, member_user, demo_content, scheme):
    clinic = an_organisation(name="Clinic of a rather long name in the valley behind the hills", manager=member_user)
    a_grant(member_user, plan={"name": "Fees", "views": 20, "period": "month", "sections": ["fees", "notes"]})
    a_seat(clinic, email="somebody.with.a.long.address@an-organisation-with-a-long-name.example.org")
    MoreViews.objects.create(user=member_user, why="Audit\n" * 3, how_long=7)
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    found = []
    pages = ["/account/", "/more-views/", f"/account/organisation/{clinic.pk}/", "/cpt/64493/", "/compare/64493/64494/"]
    for address in pages:
        page.goto(address)
        found += faults(page, address)
    assert not found, "\n".join(["", *found])
