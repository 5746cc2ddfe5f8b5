"""Open data at the edge: any site may read every answer, and what is refused is refused in the form that the interface
has for errors."""

from http import HTTPStatus

from django.http import HttpResponse

from api import plain_http, problems
from api.fhir import outcomes
from api.open_data import METHODS

# Who refuses how, by the beginning of the address.
REFUSALS = {
    "/api/icd10cm/": problems.answer,
    "/api/icd10pcs/": problems.answer,
    "/api/hcpcs/": problems.answer,
    "/api/fhir/": outcomes.refusal,
}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    # Whatever a client's library adds to its requests: nothing of it is read. The star does not stand for the last one.
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Expose-Headers": "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# A browser may keep an answer for a while: releases come by the month.
FOR_A_WHILE = "public, max-age=300"


class OpenData:
    """Says on every answer, refusals of others included, that any site may read it; outermost but for `Problems`."""

    # Of the headers of another's refusal these are kept.
    KEPT = ["Allow", "Retry-After", "Cache-Control"]

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        refusal = next((told for begins, told in REFUSALS.items() if request.path_info.startswith(begins)), None)
        if refusal is None:
            return self.get_response(request)
        response = self.answer(request, refusal)
        if response.status_code >= 400 and not is_told(response):
            response = self.told(request, response, refusal)
        for name, value in CORS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store" if response.status_code >= 400 else FOR_A_WHILE)
        return response

    def answer(self, request, refusal):
        if plain_http.is_plain(request):
            return refusal(request, 403, plain_http.WORDS)
        return HttpResponse(status=204) if request.method == "OPTIONS" else self.get_response(request)

    def told(self, request, response, refusal):
        status = response.status_code if response.status_code in set(HTTPStatus) else 500
        told = refusal(request, status)
        for name in self.KEPT:
            if name in response.headers:
                told.headers[name] = response.headers[name]
        return told


def is_told(response):
    return problems.is_told(response) or outcomes.is_told(response)
