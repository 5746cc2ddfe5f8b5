"""What a search finds."""

from ninja import Schema
from pydantic import Field

from api.v1.schemas.common import Line


class Result(Line):
    """A code that was found, and why; of CPT without the reason, unless official words may go out."""

    why: str
    score: float | None = Field(description="1 is a code of which all is said and nothing besides.")


class Results(Schema):
    """One page of results."""

    exact: bool = Field(description="Whether the text is the one code that was found.")
    results: list[Result]
    total: int | None = Field(description="Null where the text is the beginning of codes.")
    after: str = Field(description="What continues behind this page; empty at the end.")
