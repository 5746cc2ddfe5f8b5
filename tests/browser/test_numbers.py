"""The operator's page of numbers: axe finds nothing, nothing scrolls sideways, and a month can be chosen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from figures.models import DailyTotal
from tests.browser.steps import log_in
from tests.browser.test_desk import faults
from tests.codes.desk import somebody

pytestmark = pytest.mark.usefixtures("demo_content")
ADDRESS = "/admin/numbers/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_numbers(new_page, scheme):
    page = new_page(color_scheme=scheme)
    log_in(page, somebody("operator"))
    page.goto(ADDRESS)
    found = faults(page, "empty")
    last_month = timezone.now().date().replace(day=1) - timedelta(days=1)
    for kind in ("view", "wall", "wall once", "registration", "registration after a wall"):
        DailyTotal.objects.create(day=last_month, kind=kind, reader="guest", number=1_234_567)
    DailyTotal.objects.create(day=last_month, kind="view", reader="guest", page="cpt/64493", number=1_234_567)
    page.goto("/admin/")
    page.get_by_role("link", name="Numbers", exact=True).click()
    found += faults(page, "numbers")
    page.get_by_label("Month", exact=True).select_option(f"{last_month:%Y-%m}")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="CPT 64493")).to_be_visible()
    assert not found, "\n".join(["", *found])
