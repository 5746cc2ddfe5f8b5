"""What a request must be before anything reads it, and what the browser may do with the answer."""

import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

LONGEST_PATH = 1_000
LONGEST_QUERY = 8_000
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}\Z")
FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class PlainRequests:
    """Refuses what no reader types (NUL bytes, endless paths) and drops session cookies that cannot be ours.

    PostgreSQL cannot store a NUL, so one that got further would end as an error of ours and not of the sender's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.path) > LONGEST_PATH or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return render(request, "400.html", {"reason": "The address is too long."}, status=414)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", {"reason": "The address holds a NUL byte."}, status=400)
        if not SESSION_KEY.match(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class ClosedFeatures:
    """Names the browser features that no page of ours uses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response: HttpResponse = self.get_response(request)
        response.headers["Permissions-Policy"] = FEATURES
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
