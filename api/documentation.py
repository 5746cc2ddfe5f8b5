"""The OpenAPI description as the page of the API shows it: groups of operations, each with an example."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from api.examples import ANSWERS, BODIES, ON_PATH, QUERIES

# In this order on the page.
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation: `parameters` as {name, where, type, required, description}, `fields` of the body the same."""

    key: str
    method: str
    path: str
    summary: str
    text: list
    parameters: list
    fields: list
    answers: list
    needs_key: bool
    example_address: str
    example_body: str
    example_answer: str


def groups(schema):
    """[(tag, [Operation])] of an OpenAPI description."""
    found = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found.setdefault(operation["tags"][0], []).append(operation_of(schema, path, method, operation))
    return list(found.items())


def operation_of(schema, path, method, operation):
    key = operation["operationId"]
    first, *text = [part.replace("\n", " ") for part in operation.get("description", "").split("\n\n")]
    return Operation(
        key=key,
        method=method.upper(),
        path=path,
        summary=first,
        text=text,
        parameters=[parameter(each) for each in operation["parameters"]],
        fields=fields_of(schema, operation),
        answers=[(status, answer["description"]) for status, answer in operation["responses"].items()],
        needs_key={} not in operation["security"],
        example_address=address_of(key, path),
        example_body=written(BODIES.get(key)),
        example_answer=written(ANSWERS.get(key)),
    )


def parameter(each):
    return {
        "name": each["name"],
        "where": each["in"],
        "type": type_of(each["schema"]),
        "required": each["required"],
        "text": each.get("description", ""),
    }


def fields_of(schema, operation):
    """What a body holds, each field of a list's items as "entries[].value"."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return list(named(schema, resolved(schema, content["schema"]), "")) if content else []


def named(schema, told, before):
    for name, each in told.get("properties", {}).items():
        yield {
            "name": before + name,
            "where": "body",
            "type": type_of(each),
            "required": name in told.get("required", []),
            "text": each.get("description", ""),
        }
        if each.get("type") == "array":
            yield from named(schema, resolved(schema, each["items"]), f"{before}{name}[].")


def resolved(schema, told):
    name = told.get("$ref", "").rpartition("/")[2]
    return schema["components"]["schemas"][name] if name else told


def type_of(told):
    """In words: "date", "one of icd10cm, cpt", "list", "text, up to 120 characters"."""
    if "enum" in told:
        return "one of " + ", ".join(each for each in told["enum"] if each)
    word = {"string": "text", "array": "list", "integer": "number"}.get(told.get("type"), told.get("type", "object"))
    word = "date" if told.get("format") == "date" else word
    return f"{word}, up to {told['maxLength']:,} characters" if "maxLength" in told else word


def address_of(key, path):
    """The address of an example, as in /api/v1/codes/icd10cm/E11.9?on=2025-05-01."""
    for name, value in ON_PATH.items():
        path = path.replace(f"{{{name}}}", value)
    query = QUERIES.get(key)
    return f"{path}?{urlencode(query)}" if query else path


def written(value):
    return json.dumps(value, indent=2, ensure_ascii=False) if value is not None else ""
