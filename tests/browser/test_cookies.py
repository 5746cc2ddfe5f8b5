"""What a real browser is given to keep is what `/cookies/` names, and nothing comes from elsewhere."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.steps import log_in
from trust.cookies import cookies, stored

pytestmark = pytest.mark.usefixtures("demo_content")
GUEST = ["/", "/cpt/64475/", "/icd10cm/A00.1/", "/search/?q=facet", "/browse/", "/releases/", "/how-views-work/"]
GUEST += ["/privacy/", "/terms/", "/cookies/", "/accounts/login/", "/accounts/signup/", "/casepilot/", "/nowhere/"]
GUEST += ["/accounts/password/reset/", "/compare/64475/A00.1/", "/api/v1/docs", "/claims/", "/case-notes/"]
READER = ["/account/", "/cpt/64493/", "/my/", "/lists/", "/accounts/2fa/", "/accounts/email/", "/account/close/"]
KEPT = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"


def crawl(page, addresses):
    """The names of all cookies that any of the pages set, and of all that scripts keep."""
    names, kept = set(), set()
    for address in addresses:
        page.goto(address)
        names |= {cookie["name"] for cookie in page.context.cookies()}
        kept |= set(page.evaluate(KEPT))
    return names, kept


def test_every_cookie_is_listed_and_every_listed_one_exists(new_page, member_user, site):
    page, hosts = new_page(), set()
    page.context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    names, kept = crawl(page, GUEST)
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.locator(".theme button, .theme input, [data-theme]").first.dispatch_event("click")
    log_in(page, member_user)
    more, also = crawl(page, READER)
    page.goto("/accounts/logout/")
    answers = []
    page.context.on("response", lambda answer: answers.append(answer))
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    seen = {name for answer in answers for name in set_by(answer)}
    assert names | more | seen == {each.name for each in cookies()}
    assert kept | also <= {each.name for each in stored()}
    assert {host for host in hosts if host} == {urlsplit(site).netloc}


def set_by(answer):
    return re.findall(r"^([\w-]+)=", answer.all_headers().get("set-cookie", ""), re.MULTILINE)


def test_nothing_asks_for_consent(page):
    page.goto("/")
    assert page.locator("dialog[open], [class*=consent], [class*=banner][class*=cookie]").count() == 0
