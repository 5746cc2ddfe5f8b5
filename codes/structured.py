"""What search engines are told of a code page (schema.org); never a word of a metered section."""

import json

from django.utils.safestring import mark_safe

ESCAPES = {
    ord(">"): "\\u003E",
    ord("<"): "\\u003C",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def data(page):
    """JSON-LD for the head of the page, escaped so that it cannot leave its element."""
    code = page.code
    described = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": f"{code} {code.described_as}".strip(),
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".metered"},
        "mainEntity": {
            "@type": "MedicalCode",
            "codeValue": code.value,
            "codingSystem": code.get_system_display(),
            "name": code.described_as or str(code),
        },
    }
    return mark_safe(json.dumps(described).translate(ESCAPES))  # noqa: S308 - escaped here
