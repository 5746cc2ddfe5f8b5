"""Pieces of resources that several operations write."""


def parameters(*listed):
    """A Parameters resource; what is None is left out."""
    return {"resourceType": "Parameters", "parameter": [each for each in listed if each]}


def value(name, kind, content):
    """One parameter, or None where there is nothing to tell: `value("result", "Boolean", True)`."""
    return None if content is None or content == "" else {"name": name, f"value{kind}": content}


def part(name, *parts):
    return {"name": name, "part": [each for each in parts if each]}
