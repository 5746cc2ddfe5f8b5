"""A real Chromium before a live server, and a site with a few codes in it."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Error, sync_playwright

from codes.releases.demo import load_demo

HERE = Path(__file__).parent
# Chromium's own services look for the network at every start; the last rule leaves only this machine to be found.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI} at ${event.sourceFile}`));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium():
    """One browser for all tests of this folder.

    Playwright keeps an event loop running in this thread while it lives, and Django takes the queries of a test for
    queries in async code. Nothing here is async, so that check is off for just as long.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium is installed here")
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        try:
            browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"{path} does not start here: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def site(chromium, transactional_db, live_server, settings, tmp_path):
    """The address of a site with a small ICD-10-CM of invented words; its letters are written to files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    # The cache's table belongs to no model: emptying the database leaves the rate limits of the last test in it.
    cache.clear()
    load_invented_icd10cm()
    return live_server.url


def load_invented_icd10cm():
    said = StringIO()
    options = {"effective": date(2026, 4, 1), "name": "ICD-10-CM April 2026", "stdout": said, "stderr": said}
    call_command("load_release", "icd10cm", HERE / "tabular.xml", **options)


@pytest.fixture
def demo_content(site):
    """The family of 64475 with a text in every section. Loading it takes a second: for tests that read it."""
    load_demo()


@pytest.fixture
def new_page(chromium, site):
    """Opens a page in a browser context of its own, as a guest; the options are Playwright's for a context.

    At the end no page may have complained: no script error, nothing stopped by the content security policy.
    """
    contexts, complaints = [], []

    def opened(**options):
        context = chromium.new_context(base_url=site, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", lambda message: complaints.extend(complaint_of(message)))
        context.on("weberror", lambda failure: complaints.append(str(failure.error)))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(["", *complaints])


def complaint_of(message):
    """[text] of a console message that tells of a fault; a page's own 403 or 404 is none."""
    if message.type not in ("error", "warning"):
        return []
    page = message.page.url if message.page else ""
    if message.text.startswith("Failed to load resource") and message.location["url"] == page:
        return []
    return [f"{page}: {message.text}"]


@pytest.fixture
def page(new_page):
    """A page of a guest who has never been here."""
    return new_page()
