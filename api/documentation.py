"""The OpenAPI description as the page of the API shows it: groups of operations, each with an example."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from api.examples import ANSWERS, BODIES, ON_PATH, QUERIES

# In this order on the page.
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation: `parameters` as {name, where, type, required, usual, text}, `fields` of the body the same."""

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
    return told(each["name"], each["in"], each["schema"], each["required"]) | {"text": each.get("description", "")}


def told(name, where, schema, required):
    """A row of the table; `usual` is a number that counts where none is sent."""
    usual = schema.get("default") if schema.get("type") == "integer" else None
    text = schema.get("description", "")
    return {
        "name": name,
        "where": where,
        "type": type_of(schema),
        "required": required,
        "usual": usual,
        "text": text,
    }


def fields_of(schema, operation):
    """What a body holds, each field of a list's items as "entries[].value"."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return list(named(schema, resolved(schema, content["schema"]), "")) if content else []


def named(schema, body, before):
    for name, each in body.get("properties", {}).items():
        yield told(before + name, "body", each, name in body.get("required", []))
        if each.get("type") == "array":
            yield from named(schema, resolved(schema, each["items"]), f"{before}{name}[].")


def resolved(schema, part):
    name = part.get("$ref", "").rpartition("/")[2]
    return schema["components"]["schemas"][name] if name else part


WORDS = {"string": "text", "array": "list", "integer": "number", "boolean": "true or false"}


def type_of(schema):
    """In words: "date", "one of icd10cm, cpt", "list", "text, up to 120 characters", "number from 1 to 50"."""
    schema = not_null(schema)
    if "enum" in schema:
        return "one of " + ", ".join(each for each in schema["enum"] if each)
    if schema.get("format") == "date":
        return "date"
    word = WORDS.get(schema.get("type"), "object")
    if "maxLength" in schema:
        return f"{word}, up to {schema['maxLength']:,} characters"
    return f"{word} {bounds(schema)}" if word == "number" and bounds(schema) else word


def not_null(schema):
    """What a field holds where it holds anything."""
    return next((each for each in schema.get("anyOf", []) if each.get("type") != "null"), schema)


def bounds(schema):
    """As in "from 1 to 50"; what only the database bounds is not told."""
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is None or most is None or most >= 2**31:
        return ""
    return f"from {least:,} to {most:,}"


def address_of(key, path):
    """The address of an example, as in /api/v1/codes/icd10cm/E11.9?on=2025-05-01."""
    for name, value in ON_PATH.items():
        path = path.replace(f"{{{name}}}", value)
    query = QUERIES.get(key)
    return f"{path}?{urlencode(query)}" if query else path


def written(value):
    return json.dumps(value, indent=2, ensure_ascii=False) if value is not None else ""
