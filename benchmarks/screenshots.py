"""Takes the screenshots of docs/screenshots: as a guest, a reader and an editor, light and dark, narrow and wide."""

import shutil
import socket
import subprocess
import sys
import time
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
        "search": "/search/?q=type+2+diabetes",
    },
    "reader": {
        "code-page-reader": "/cpt/64493/",
        "compare": "/compare/64493/64494/64495/",
        "edits": "/cpt/64493/edits/",
    },
    "editor": {"desk": "/admin/", "admin-edit": "/admin/codes/code/{key}/change/"},
}
WIDTHS = {1440: 1000, 390: 844}
PASSWORD = "a long enough password"


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


def people():
    """A reader and an editor who may open every page, and the key of the code that the editor edits."""
    from allauth.account.models import EmailAddress

    from accounts.models import User
    from codes.models import Code

    for name in ("reader", "editor"):
        editor = name == "editor"
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, name="Robin Vale", is_superuser=editor)
        user.is_staff = True
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Code.objects.get(system="cpt", value="64493").pk


def signed_in(browser, address, who):
    """The cookies of a person; None of a guest."""
    if who == "guest":
        return None
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", f"{who}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/")
    state = context.storage_state()
    context.close()
    return state


def take(browser, address, key):
    """Every page, as a guest who has opened the first code page and then meets the wall, as a reader, as an editor."""
    for who, pages in PAGES.items():
        state = signed_in(browser, address, who)
        for scheme in ("light", "dark"):
            for width, height in WIDTHS.items():
                size = {"width": width, "height": height}
                context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=state)
                shoot(context.new_page(), address, pages, key, f"{width}-{scheme}")
                context.close()


def shoot(page, address, pages, key, ending):
    for name, path in pages.items():
        page.goto(address + path.format(key=key))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / f"{name}-{ending}.png")
        print(f"{name}-{ending}.png")


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
    with site(loaded=False):
        fill()
        key = people()
        process, address = served()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                take(browser, address, key)
                browser.close()
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
