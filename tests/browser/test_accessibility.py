"""Every kind of page in light and dark, narrow and wide: axe finds nothing, and nothing scrolls sideways."""

import pytest

from tests.browser import axe
from tests.browser.steps import confirm, fill_registration, follow, log_in, submit

pytestmark = pytest.mark.usefixtures("demo_content")
WIDTHS = [360, 1280]
# In this order: the first code page that a guest opens is whole, the second is the wall.
GUEST_PAGES = {
    "home": "/",
    "search": "/search/",
    "search results": "/search/?q=facet+joint",
    "narrowed search": "/search/?q=facet+joint&system=cpt&billable=1&on=2026-01-05",
    "search with a wrong filter": "/search/?q=facet&system=nothing",
    "search without results": "/search/?q=qwertyuiop",
    "browse": "/browse/",
    "browse a system": "/browse/icd10cm/",
    "browse a heading": "/browse/icd10cm/A00/",
    "modifiers": "/modifiers/",
    "filtered modifiers": "/modifiers/?q=side",
    "places of service": "/places-of-service/",
    "releases": "/releases/",
    "code page as guest": "/cpt/64475/",
    "code page as of a day": "/cpt/64475/?on=2009-05-01",
    "wall": "/icd10cm/A00.1/",
    "log in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "password reset": "/accounts/password/reset/",
    "how views work": "/how-views-work/",
    "privacy": "/privacy/",
    "terms": "/terms/",
    "cookies": "/cookies/",
    "more views as guest": "/more-views/",
    "tool": "/casepilot/",
    "404": "/icd10cm/A00.5/",
    "styleguide": "/styleguide/",
}
READER_PAGES = {
    "code page as reader": "/cpt/64493/",
    "ICD-10-CM code page as reader": "/icd10cm/A00.1/",
    "heading as reader": "/icd10cm/A00/",
    "code page as of a day, as reader": "/icd10cm/A00.1/?on=2020-01-01",
    "no day": "/icd10cm/A00.1/?on=nothing",
    "account": "/account/",
    "email address": "/accounts/email/",
    "change password": "/accounts/password/change/",
    "second factor": "/accounts/2fa/",
    "second factor activation": "/accounts/2fa/totp/activate/",
    "close account": "/account/close/",
    "more views": "/more-views/",
    "no such seat": "/account/seat/nothing/",
    "log out": "/accounts/logout/",
    "403": "/admin/login/",
    "local mail": "/local/mail/",
}
STATUS = {"search with a wrong filter": 400, "wall": 403, "no day": 400, "no such seat": 404, "404": 404, "403": 403}


def faults(page, name):
    """What is wrong with the page that is open, at each width, as lines."""
    axe.load(page)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{name}, {width} px: {wide} px wide")
        found += [f"{name}, {width} px: {line}" for line in axe.violations(page)]
    return found


def faults_of(page, pages):
    found = []
    for name, path in pages.items():
        answer = page.goto(path)
        assert answer.status == STATUS.get(name, 200), name
        assert page.url.endswith(path), f"{path} led to {page.url}"
        found += faults(page, name)
    return found


def send_a_letter(page):
    """Register as somebody, and stay on the page that asks for the code."""
    page.goto("/accounts/signup/")
    fill_registration(page, "somebody@example.org")
    submit(page, "Register free account")


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


def test_the_pages_of_a_guest(new_page, scheme):
    page = new_page(color_scheme=scheme)
    found = faults_of(page, GUEST_PAGES)
    assert not found, "\n".join(["", *found])


def test_the_pages_of_a_reader(new_page, scheme, member_user):
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    found = faults_of(page, READER_PAGES)
    assert not found, "\n".join(["", *found])


def test_the_pages_on_the_way_in(new_page, scheme):
    """The form with errors, the page that asks for the code, and the letters that were sent."""
    page = new_page(color_scheme=scheme)
    send_a_letter(page)
    found = faults(page, "confirm the code")
    confirm(page, "WRONG1")
    found += faults(page, "wrong code")
    found += faults_of(page, {"letters": "/local/mail/"})
    follow(page, "is your code")
    found += faults(page, "letter")
    assert not found, "\n".join(["", *found])
