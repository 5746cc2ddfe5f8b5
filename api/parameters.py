"""What stands in an address behind the question mark: whatever an operation does not know is refused, as it is in a
body. A name that is misspelt would be left out unseen, and the answer would be to another question."""

import re
from functools import wraps

from api import problems

LONGEST = 40


def known(schema):
    """{path: {method: names of its parameters}} of an OpenAPI description."""
    return {
        path: {
            method.upper(): {each["name"] for each in operation["parameters"] if each["in"] == "query"}
            for method, operation in operations.items()
        }
        for path, operations in schema["paths"].items()
    }


def path_of(pattern):
    """A route as the description writes it: lists/<pk> is /lists/{pk}."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))


def only_known(view, names):
    """A view that refuses other parameters than those of `names`, {method: names}."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        unknown = sorted(set(request.GET) - names.get(request.method, set(request.GET)))
        if not unknown:
            return view(request, *args, **kwargs)
        errors = [{"where": ["query", name[:LONGEST]], "what": "There is no such parameter"} for name in unknown[:10]]
        return problems.answer(request, 422, "See errors.", name="not-valid", errors=errors)

    return asked
