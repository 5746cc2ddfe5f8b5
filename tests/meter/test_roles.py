"""Every address of the URL configuration, asked for by every kind of reader: nothing locked gets out or breaks."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import policy
from accounts.models import Grant
from api import keys
from codes.models import ModifierUse, Source
from tests.accounts.builders import a_grant
from tests.builders import a_code, a_reader
from tests.test_locked_text import MARK, PLANTED, crawl, planted, published, room_for_the_crawl

pytestmark = pytest.mark.django_db
__all__ = ["planted", "published", "room_for_the_crawl"]


def at_the_limit():
    """A registered reader who has opened five other pages, and the browser."""
    user, browser = a_reader(), Client(raise_request_exception=False)
    browser.force_login(user)
    for number in range(policy.REGISTERED_VIEWS):
        assert browser.get(a_code(f"Q{number + 10}.1").url).status_code == 200
    return user, browser


def fenced():
    """A guest from a network that had its guests for today."""
    return Client(raise_request_exception=False)


def with_a_key():
    user, _ = at_the_limit()
    secret = keys.make(user=user, name="Crawl").secret
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def suspended():
    """A browser that is signed in to an account that was closed by staff, and has no page as a guest."""
    user, browser = at_the_limit()
    user.is_active = False
    user.save()
    return browser


def signed_out():
    browser = Client(raise_request_exception=False)
    browser.get(a_code("Q10.1").url)
    browser.force_login(a_reader())
    browser.post("/accounts/logout/")
    return browser


def whose_grant_is_over():
    user, browser = at_the_limit()
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Grant.objects.create(user=user, until=yesterday, reason="Trial")
    return browser


WALLED = {
    "fenced guest": fenced,
    "reader at the limit": lambda: at_the_limit()[1],
    "key of a reader at the limit": with_a_key,
    "suspended account": suspended,
    "signed out": signed_out,
    "grant that is over": whose_grant_is_over,
}


def text_of(answer):
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")


@pytest.mark.parametrize("role", WALLED)
def test_who_meets_the_wall_is_told_nothing_anywhere(planted, published, role, monkeypatch):
    browser = WALLED[role]()
    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
    assert [browser.get(address).status_code for address in PLANTED] == [403] * len(PLANTED)
    found, broken = [], []
    for address, answer in crawl(browser):
        if MARK in text_of(answer) or MARK in str(answer.headers):
            found.append(address)
        if answer.status_code >= 500:
            broken.append(address)
    assert (found, broken) == ([], [])


def test_a_member_is_told_nothing_of_the_sections_that_the_plan_leaves_closed(planted, published):
    """The marks are taken out of the two sections that it opens: all that is left is closed to its readers."""
    ModifierUse.objects.update(when="Open to this plan")
    Source.objects.update(title="Named to this plan")
    user, browser = a_reader(), Client(raise_request_exception=False)
    a_grant(user, plan={"sections": ["modifiers", "sources"]})
    browser.force_login(user)
    assert [browser.get(address).status_code for address in PLANTED] == [200] * len(PLANTED)
    page = browser.get(PLANTED[0]).text
    assert "Open to this plan" in page and "Named to this plan" in page and "Not in your plan" in page
    found, broken = [], []
    for address, answer in crawl(browser):
        if MARK in text_of(answer) or MARK in str(answer.headers):
            found.append(address)
        if answer.status_code >= 500:
            broken.append(address)
    assert (found, broken) == ([], [])


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_staff": True, "is_superuser": True}])
def test_staff_see_the_pages_and_nothing_breaks(planted, published, rights):
    browser = Client(raise_request_exception=False)
    browser.force_login(a_reader(**rights))
    seen, broken = set(), []
    for address, answer in crawl(browser):
        if MARK in text_of(answer):
            seen.add(address.partition("?")[0])
        if answer.status_code >= 500:
            broken.append(address)
    assert set(PLANTED) <= seen
    assert broken == []
