"""The code systems, and one place of a hierarchy."""

from ninja import Schema

from api.v1.schemas.common import Line


class CodeSystem(Schema):
    """A code system and the newest release that is loaded of it; empty where none is."""

    key: str
    label: str
    title: str
    publisher: str
    copyright: str
    release: str


class CodeSystems(Schema):
    """The code systems."""

    systems: list[CodeSystem]


class Top(Schema):
    """One page of what stands at the top of a system."""

    children: list[Line]
    page: int
    pages: int


class Level(Top):
    """A code, what stands above it from the top down, and one page of what stands directly below."""

    code: Line
    ancestors: list[Line]
