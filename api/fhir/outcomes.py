"""Answers in FHIR's form: resources as JSON, and every refusal as an OperationOutcome."""

import json
import re
from functools import wraps

from django.http import HttpResponse

from api.open_data import open_data

FHIR_JSON, JSON = "application/fhir+json", "application/json"
# What `_format` and Accept may name, and what is answered.
FORMATS = {FHIR_JSON: FHIR_JSON, "json": FHIR_JSON, JSON: JSON, "text/json": JSON}
ANY = ("*/*", "application/*", "text/html")
# The issue type (http://hl7.org/fhir/R4/valueset-issue-type.html) and the words where the code that refuses has none.
ISSUES = {
    400: ("invalid", "The request cannot be read."),
    403: ("security", "This is not open to you."),
    404: ("not-found", "There is nothing at this address."),
    405: ("not-supported", "This address does not take that method; the Allow header names those that it takes."),
    406: ("not-supported", "Answers are JSON only: application/fhir+json or application/json."),
    413: ("too-long", "The request is too large."),
    414: ("too-long", "The address is too long."),
    415: ("not-supported", "Send the parameters as JSON: application/fhir+json or application/json."),
    429: ("throttled", "Too many requests: wait for as many seconds as Retry-After says."),
    503: ("transient", "The site is not available at the moment. Please come back in a while."),
}
# FHIR's string takes no blank but these four (http://hl7.org/fhir/R4/datatypes.html#string); a request may name a value
# set with any.
OTHER_BLANK = re.compile(r"[^\S \t\r\n]")
OTHERWISE = ("exception", "Something went wrong on our side. It is not your request.")


class Refused(Exception):
    """Stops an operation; becomes an OperationOutcome."""

    def __init__(self, status, words, issue=""):
        self.status, self.words, self.issue = status, words, issue
        super().__init__(words)


def outcome(status, words="", issue=""):
    """The OperationOutcome of a refusal."""
    usual, said = ISSUES.get(status, ISSUES[400] if status < 500 else OTHERWISE)
    severity = "fatal" if status >= 500 else "error"
    told = {"severity": severity, "code": issue or usual, "diagnostics": words or said}
    return {"resourceType": "OperationOutcome", "issue": [told | {"details": {"text": words or said}}]}


def written(resource, status=200, media_type=FHIR_JSON, pretty=False):
    """The response with a resource."""
    layout = {"indent": 2} if pretty else {"separators": (",", ":")}
    text = json.dumps(as_strings(resource), ensure_ascii=False, **layout)
    return HttpResponse(text, status=status, content_type=f"{media_type}; charset=utf-8", headers={"Vary": "Accept"})


def as_strings(value):
    """`value` with a plain space for every blank that FHIR's strings do not take."""
    if isinstance(value, str):
        return OTHER_BLANK.sub(" ", value)
    if isinstance(value, dict):
        return {key: as_strings(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_strings(each) for each in value]
    return value


def refusal(request, status, words=""):
    """The response where something other than an operation refused."""
    return written(outcome(status, words), status)


def is_told(response):
    return response.headers.get("Content-Type", "").startswith((FHIR_JSON, JSON))


def media_type(request):
    """In which form the request wants its answer. Raises Refused."""
    if asked := request.GET.get("_format", ""):
        # A plus sign that was not encoded comes as a space.
        wanted = [asked.replace(" ", "+")]
    else:
        wanted = (request.headers.get("Accept") or "*/*").split(",")
    for each in wanted:
        name = each.partition(";")[0].strip().lower()
        if name in FORMATS or name in ANY:
            return FORMATS.get(name, FHIR_JSON)
    raise Refused(406, "")


def fhir(*methods):
    """Make a view of a function `(request, …) -> resource` that may raise Refused."""

    def made(operation):
        @open_data
        @wraps(operation)
        def view(request, *args, **kwargs):
            media, pretty = FHIR_JSON, request.GET.get("_pretty") == "true"
            try:
                media = media_type(request)
                if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                    return not_allowed(methods, media, pretty)
                return written(operation(request, *args, **kwargs), 200, media, pretty)
            except Refused as refused:
                return written(outcome(refused.status, refused.words, refused.issue), refused.status, media, pretty)

        return view

    return made


def not_allowed(methods, media, pretty):
    response = written(outcome(405), 405, media, pretty)
    response.headers["Allow"] = ", ".join((*methods, "OPTIONS"))
    return response
