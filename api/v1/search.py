"""Searching; free, and nothing of it is remembered."""

from typing import Annotated

from ninja import Query, Router

from api.v1 import told
from api.v1.schemas import common
from api.v1.schemas import search as schemas
from codes.search import Filters, find

router = Router(tags=["Search"])
MOST = 50
Text = Annotated[
    str, Query(min_length=1, max_length=200, description="A code, its beginning, or words.", examples=["broken hip"])
]
System = Annotated[common.System, Query(description="Only codes of this system.")]
Billable = Annotated[bool, Query(description="Only codes that may stand on a claim.")]
Active = Annotated[bool, Query(description="Only codes that are not deleted.")]
Number = Annotated[int, Query(ge=1, le=MOST, description="How many results.")]
After = Annotated[str, Query(max_length=80, description="What the page before gave under after.")]


@router.get("/search", response=schemas.Results, operation_id="search")
def search(
    request,
    q: Text,
    system: System = None,
    billable: Billable = False,
    active: Active = False,
    on: common.OnDay = None,
    number: Number = 20,
    after: After = "",
):
    """Find codes by code, by its beginning, or by words as people say them, the best first. Free."""
    filters = Filters(system=system or "", billable=billable, active=active, on=on)
    found = find(q, filters=filters, after=after, number=number)
    results = [result_of(each) for each in found.results]
    return {"exact": bool(found.exact), "results": results, "total": found.total, "after": found.after}


def result_of(result):
    """A reason may quote the words that were found: those that need a licence are not given out."""
    why = result.why if told.may_be_told(result.code) else ""
    return told.line(result.code) | {"why": why, "score": result.score}
