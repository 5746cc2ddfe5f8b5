"""Takes the screenshots of the README: light and dark, narrow and wide, into docs/screenshots."""

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
    "home": "/",
    "code-page-guest": "/cpt/64493/",
    "wall": "/icd10cm/E11.621/",
    "search": "/search/?q=type+2+diabetes",
}
WIDTHS = {1440: 1000, 390: 844}


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


def take(browser, address):
    """Every page as a guest who has opened the first code page and then meets the wall."""
    for scheme in ("light", "dark"):
        for width, height in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(address + path)
                page.evaluate("document.fonts.ready")
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
                print(f"{name}-{width}-{scheme}.png")
            context.close()


def main():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise SystemExit("Chromium is not installed")
    FOLDER.mkdir(exist_ok=True)
    with site(loaded=True):
        process, address = served()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                take(browser, address)
                browser.close()
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
