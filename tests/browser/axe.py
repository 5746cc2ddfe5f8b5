"""axe-core in a page: what it finds against WCAG 2.2 AA and its own best practices."""

from pathlib import Path

SOURCE = (Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Only an experimental rule reads stylesheets, and where one imports another it writes into the page.
    "preload": False,
}
# Evaluated by the debugger and not by the page, so that the page's content security policy stays as it is.
RUN = "async (options) => (await axe.run(document, options)).violations"


def load(page):
    page.evaluate(SOURCE)


def violations(page):
    """One line for each element that breaks a rule; axe must be loaded in the page."""
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {reason(node)}"
        for rule in page.evaluate(RUN, OPTIONS)
        for node in rule["nodes"]
    ]


def reason(node):
    return next(check["message"] for kind in ("any", "all", "none") for check in node[kind])
