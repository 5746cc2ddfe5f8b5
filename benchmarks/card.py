"""Draws the picture that other sites show beside a link: `static/img/card.png`, in the site's own faces and colours."""

import shutil
from pathlib import Path

from benchmarks.screenshots import FLAGS

STATIC = Path(__file__).resolve().parent.parent / "static"
WIDTH, HEIGHT = 1200, 630
CARD = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="css/tokens.css"><style>
  :root { color-scheme: light }
  body { margin: 0; width: 1200px; height: 630px; background: var(--paper); color: var(--ink);
         font-family: var(--serif); display: grid; grid-template-rows: 1fr auto; }
  main { padding: 88px 96px 0; }
  p { margin: 0; font: 600 44px var(--serif); } p b { color: var(--accent); font-weight: 600; }
  h1 { margin: 44px 0 0; font: 600 76px/1.12 var(--serif); max-width: 16em; }
  ul { margin: 0; padding: 34px 96px; display: flex; gap: 56px; list-style: none; background: var(--accent);
       color: var(--accent-ink); font: 500 34px var(--mono); }
</style><main><p>Code<b>Ahead</b></p><h1>What does this code mean, and may it be billed?</h1></main>
<ul><li>ICD-10-CM</li><li>ICD-10-PCS</li><li>CPT</li><li>HCPCS</li></ul></html>"""


def main():
    from playwright.sync_api import sync_playwright

    page_file = STATIC / "card.html"
    page_file.write_text(CARD, encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(page_file.as_uri())
            page.evaluate("document.fonts.ready")
            page.screenshot(path=STATIC / "img" / "card.png")
            browser.close()
    finally:
        page_file.unlink()


if __name__ == "__main__":
    main()
