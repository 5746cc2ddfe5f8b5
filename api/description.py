"""The API as a whole: its routers, its errors and its OpenAPI description."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from api import problems
from api.problems import Problem
from api.v1 import changes, claims, codes, hierarchy, lists, search

ABOUT = """US medical billing codes with their dates and sources. Searching, the hierarchy, changes and your own lists \
are free; a code costs the view that its page costs. Errors are problem documents (RFC 9457)."""
PROBLEM = {
    "type": "object",
    "description": "What is wrong (RFC 9457); named problems hold more.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "where": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "what": {"type": "string"},
                },
                "required": ["where", "what"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
# What each operation may answer, besides what it is for.
ALWAYS = {
    400: "The request cannot be read",
    401: "The key is none, or one is needed",
    404: "There is nothing there",
    414: "The address is too long",
    422: "The request is not valid",
    429: "Too many requests; Retry-After says when to come back",
}
FURTHER = {"get_code": {403: "No views are left for this page"}}
WITH_A_BODY = {413: "The request is too large"}
LIMITED = {409: "A limit is reached"}
NO_NUL = r"^[^\x00]*$"


class Description(NinjaAPI):
    """Adds to what is written at the operations what all of them may answer."""

    def get_openapi_schema(self, **options):
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for method, operation in path.items():
                operation["responses"] |= refusals(method, operation)
                operation["parameters"] = [as_sent(each) for each in operation["parameters"]]
                # The guest's way in, where a key is not needed.
                operation.setdefault("security", [{}, {"ApiKey": []}])
        return schema


def as_sent(parameter):
    """What may be left out of an address is not null there, though the library says so of what has no default; and no
    text in an address holds a NUL byte, with which nothing gets as far as an operation."""
    told = next(iter(parameter["schema"].get("anyOf", [])), parameter["schema"])
    if told.get("type") == "string" and not {"enum", "format"} & set(told):
        told = {"pattern": NO_NUL} | told
    return parameter | {"schema": told, "description": told.get("description", "")}


def refusals(method, operation):
    wanted = ALWAYS | FURTHER.get(operation["operationId"], {}) | ({} if method == "get" else LIMITED)
    wanted |= WITH_A_BODY if "requestBody" in operation else {}
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": words, "content": content} for status, words in wanted.items()}


api = Description(title="CodeAhead", version="1", description=ABOUT, docs_url=None, urls_namespace="api-v1")
for router in (each.router for each in (codes, search, hierarchy, changes, claims, lists)):
    api.add_router("", router)


@api.exception_handler(Problem)
def told(request, problem):
    return problems.answer(request, problem.status, problem.detail, name=problem.name, **problem.more)


@api.exception_handler(Http404)
def not_found(request, error):
    return problems.answer(request, 404)


@api.exception_handler(AuthenticationError)
def key_needed(request, error):
    return problems.answer(request, 401, headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(HttpError)
def refused(request, error):
    return problems.answer(request, error.status_code)


@api.exception_handler(RequestDataTooBig)
def too_large(request, error):
    return problems.answer(request, 413)


@api.exception_handler(ValidationError)
def not_valid(request, error):
    """What is wrong and where; what was sent is not sent back."""
    errors = [{"where": list(each["loc"]), "what": each["msg"]} for each in error.errors]
    return problems.answer(request, 422, "See errors.", name="not-valid", errors=errors)
