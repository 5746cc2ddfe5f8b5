"""Takes the screenshots of docs/screenshots: as a guest, a reader and an editor, light and dark, narrow and wide.

Shows the database that DATABASE_URL names, with accounts that are deleted again; without one, a throw-away database
into which the published files beside the checkout are loaded, which takes some minutes.
"""

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from benchmarks.site import site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PAGES = {
    "guest": {
        "home": "/",
        "code-page-guest": "/cpt/64493/",
        "wall": "/icd10cm/E11.621/",
        "suggestions": "/",
        "search": "/search/?q=pnuemonia&system=icd10cm&billable=1",
        "guided": "/choose/icd10cm/S72.0/?side=right&encounter=A",
        "api": "/api/",
    },
    "reader": {
        "code-page-reader": "/cpt/64493/",
        "compare": "/compare/64493/64494/64495/",
        "edits": "/cpt/64493/edits/",
        "claim": "/claims/",
        "case-note": "/case-note/?example=1",
        "list": "/lists/{list}/",
    },
    "editor": {"desk": "/admin/", "admin-edit": "/admin/codes/code/{code}/change/"},
}
WIDTHS = {1440: 1000, 390: 844}
QUALITY = 80
CLAIM = "64493-50\n64494\n77003\n99213-25\nJ1745 x 10\nM47.816\nE11.9\nE10.9\nM54.5"
# What a made-up practice keeps: {(system, value): note}.
LIST = {
    ("icd10cm", "M17.11"): "Most of our patients",
    ("icd10cm", "M17.12"): "",
    ("icd10pcs", "0SRC0J9"): "Right; the left one is 0SRD0J9",
    ("cpt", "64493"): "Only with imaging",
    ("hcpcs", "E0118"): "Needs a reason in the chart",
    ("icd10cm", "Z96.651"): "After surgery",
    ("icd10cm", "M17"): "",
    ("pos", "22"): "",
}


def served():
    """Start the development server on a free port; gives (process, address)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    manage = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    process = subprocess.Popen(manage, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urlopen(f"{address}/healthz", timeout=1)
            return process, address
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("the site did not start")


# Who looks


@contextmanager
def people(password):
    """A reader and an editor who may open every page, for the length of the block; gives {name: User}."""
    from allauth.account.models import EmailAddress

    from accounts.models import Grant, User

    made = {}
    for name in ("reader", "editor"):
        mail, rights = f"{name}@screenshots.example", dict.fromkeys(("is_staff", "is_superuser"), name == "editor")
        made[name] = User.objects.create_user(mail, password, name="Robin Vale", **rights)
        EmailAddress.objects.create(user=made[name], email=mail, verified=True, primary=True)
        Grant.objects.create(user=made[name], until="2999-12-31", reason="screenshots")
    try:
        yield made
    finally:
        for user in made.values():
            user.delete()


def keys_for(reader):
    """What addresses name: {code: key of the code that the editor edits, list: key of the reader's list}."""
    from codelists.actions import create
    from codes.models import Code

    made = create(owner=reader, name="Knee replacement", description="What we bill around a total knee.", entries=LIST)
    return {"code": Code.objects.get(system="cpt", value="64493").pk, "list": made.pk}


def signed_in(browser, address, user, password):
    """The cookies of a person; None of a guest."""
    if user is None:
        return None
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/")
    state = context.storage_state()
    context.close()
    return state


# What is done on a page before it is shown


def type_words(page):
    page.keyboard.press("/")
    page.keyboard.type("heart attack")
    page.locator(".suggestions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")


def check_claim(page):
    page.fill("textarea", CLAIM)
    page.fill("input[type=date]", "2026-05-04")
    with page.expect_navigation():
        page.get_by_role("button", name="Check", exact=True).click()


def read_note(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Find codes").click()


STEPS = {"suggestions": type_words, "claim": check_claim, "case-note": read_note}


# Taking them


def take(browser, address, made, password, keys):
    """Every page, as a guest who has opened the first code page and then meets the wall, as a reader, as an editor."""
    for who, pages in PAGES.items():
        state = signed_in(browser, address, made.get(who), password)
        for scheme in ("light", "dark"):
            for width, height in WIDTHS.items():
                size = {"width": width, "height": height}
                context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=state)
                shoot(context.new_page(), address, pages, keys, f"{width}-{scheme}")
                context.close()


def shoot(page, address, pages, keys, ending):
    for name, path in pages.items():
        page.goto(address + path.format(**keys))
        if name in STEPS:
            STEPS[name](page)
        page.evaluate("document.fonts.ready")
        (FOLDER / f"{name}-{ending}.webp").write_bytes(picture(page))
        print(f"{name}-{ending}.webp")


def picture(page):
    """What is in view, as WebP: a third of the size of a PNG."""
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    session.detach()
    return base64.b64decode(taken["data"])


def fill():
    """What the pages show: the published files where they lie beside the checkout, else what the site carries."""
    from benchmarks.code_page import DATA, loaded
    from benchmarks.site import load

    if DATA.is_dir():
        loaded(DATA)
    else:
        print(f"{DATA} is not there: the pages show no edits and no fees")
        load()


def main():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise SystemExit("Chromium is not installed")
    FOLDER.mkdir(exist_ok=True)
    given, password = "DATABASE_URL" in os.environ, secrets.token_urlsafe(16)
    with site(loaded=False):
        if not given:
            fill()
        with people(password) as made:
            keys = keys_for(made["reader"])
            process, address = served()
            try:
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                    take(browser, address, made, password, keys)
                    browser.close()
            finally:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
