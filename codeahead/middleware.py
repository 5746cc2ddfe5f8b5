"""What a request must be before anything reads it, and what the browser may do with the answer."""

import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

LONGEST_PATH = 1_000
LONGEST_QUERY = 8_000
# In bytes. Editors send files of texts (codes/texts_csv.py); readers send nothing longer than a list of codes.
LARGEST_BODY, LARGEST_AT_THE_DESK = 2_000_000, 21_000_000
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}\Z")
FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class PlainRequests:
    """Refuses what no reader sends (NUL bytes, endless paths and bodies) and drops session cookies that cannot be ours.

    PostgreSQL cannot store a NUL, so one that got further would end as an error of ours and not of the sender's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.path) > LONGEST_PATH or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return render(request, "400.html", {"reason": "The address is too long."}, status=414)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", {"reason": "The address holds a NUL byte."}, status=400)
        if length_of(request) > (LARGEST_AT_THE_DESK if request.path.startswith("/admin/") else LARGEST_BODY):
            return render(request, "400.html", {"reason": "This is more than can be sent at once."}, status=413)
        if not SESSION_KEY.match(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


def length_of(request):
    """The length that the body is said to have: no more of it is read than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and len(length) < 19 else 0


class EdgeHeaders:
    """What the browser may do with an answer, said on every one: pages, files, redirects, refusals and errors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response: HttpResponse = self.get_response(request)
        for name, value in edge_headers(request.is_secure()).items():
            response.headers.setdefault(name, value)
        return response


def edge_headers(secure):
    """{name: value}; over plain http no Strict-Transport-Security, which a browser ignores there."""
    headers = {
        "Permissions-Policy": FEATURES,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = hsts()
    return headers


def hsts():
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    return "; ".join(parts + (["preload"] if settings.SECURE_HSTS_PRELOAD else []))
