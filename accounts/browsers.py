"""A browser in plain words, as much as its owner needs to know it again: no version, no device, no fingerprint."""

import re

# The first that is found counts: many browsers name others that they are like.
BROWSERS = [
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|Chromium/|CriOS/", "Chrome"),
    (r"Version/\S+ .*Safari/", "Safari"),
]
SYSTEMS = [
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"Linux|X11", "Linux"),
]


def described(agent):
    """ "Firefox on Linux" of a User-Agent header; what is not known is left out."""
    browser = first(BROWSERS, agent) or "A browser"
    system = first(SYSTEMS, agent)
    return f"{browser} on {system}" if system else browser


def described_of(request):
    return described(request.META.get("HTTP_USER_AGENT", ""))


def first(names, agent):
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
