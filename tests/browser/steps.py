"""What readers do on many journeys, and what they are told."""

import re

from tests.builders import PASSWORD

GUEST_BANNER = (
    "0 code page views remaining. Guest accounts are limited to 1 page view. Register free account to get 5 more views."
)


def look_up(page, text):
    """Type into the site's search box and press Enter."""
    box = page.get_by_role("search").get_by_label("Search codes")
    box.fill(text)
    with page.expect_navigation():
        box.press("Enter")


def headings(page):
    """The headings of the page's sections, from the top."""
    return lines(page.locator("main h2"))


def lines(found):
    """What each element of a locator says, in one line."""
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def views_left(page):
    """What the meter beside the page says."""
    return page.locator(".meter p").inner_text()


def fill_registration(page, email, password=PASSWORD):
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Password (again)").fill(password)


def submit(page, name):
    """Press the button of a form in the page's own part."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name, *, exact=False):
    """Click the first link of that name in the page's own part."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name, exact=exact).first.click()


def confirm(page, code):
    """Type the code of a letter into the page that asks for it."""
    page.get_by_role("textbox", name="Code", exact=True).fill(code)
    submit(page, "Confirm")


def code_in_the_last_letter(page):
    """Open the newest letter on the local mail page, in a tab of its own, and read the code in it."""
    tab = page.context.new_page()
    tab.goto("/local/mail/")
    tab.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    code = re.search(r"^ {4}(\S+)$", tab.locator("pre").inner_text(), re.MULTILINE)
    tab.close()
    return code[1]


def log_in(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    submit(page, "Log in")
