"""What search engines and other sites are told of a code page, in schema.org's words and in a line of its own.

Never a word of a metered section: the place, the code, its official or own title, and how it stands.
"""

import json

from django.utils.safestring import mark_safe

from codes.labels import label_of

SITE = "CodeAhead"
ESCAPES = {
    ord(">"): "\\u003E",
    ord("<"): "\\u003C",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
# What search engines show of a description.
LONGEST = 300


def data(page, origin):
    """JSON-LD for the head of the page, escaped so that it cannot leave its element; `origin` as "https://host"."""
    graph = {"@context": "https://schema.org", "@graph": [web_page(page, origin), breadcrumbs(page, origin)]}
    return mark_safe(json.dumps(graph).translate(ESCAPES))  # noqa: S308 - escaped here


def web_page(page, origin):
    """The page as a WebPage about a MedicalCode, with the part that is not free (Google's paywalled content)."""
    code = page.code
    changed = max(filter(None, (code.edited_at, code.release and code.release.loaded_at)), default=None)
    described = {
        "@type": "WebPage",
        "@id": f"{origin}{code.url}",
        "url": f"{origin}{code.url}",
        "name": f"{code} {code.described_as}".strip(),
        "description": summary(page),
        "inLanguage": "en-US",
        "isPartOf": {"@type": "WebSite", "name": SITE, "url": f"{origin}/"},
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".metered"},
        "mainEntity": medical_code(code),
    }
    return described | ({"dateModified": changed.date().isoformat()} if changed else {})


def medical_code(code):
    """The code as a MedicalCode; `codingSystem` is the label of the system."""
    return {
        "@type": "MedicalCode",
        "codeValue": code.value,
        "codingSystem": code.get_system_display(),
        "name": code.described_as or str(code),
    }


def breadcrumbs(page, origin):
    """The way from the system down to the code."""
    steps = [*((crumb["label"], crumb["url"]) for crumb in page.crumbs), (label_of(page.code), page.code.url)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": f"{origin}{url}"}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def summary(page):
    """The page in a line, for search results and social cards: what the code is, how it stands, where it belongs."""
    code, chips = page.code, page.chips
    place = page.place.ancestors[-1:] and label_of(page.place.ancestors[-1])
    parts = [
        f"{code.get_system_display()} code {code.value}{': ' if code.described_as else ''}{code.described_as}",
        chips[0]["text"] if chips else "",
        f"In {place}" if place else "",
    ]
    line = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
