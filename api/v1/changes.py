"""What releases changed: of one code, and release by release; what everybody may read, free."""

from typing import Annotated, Literal

from django.http import Http404
from ninja import Query, Router

from api.v1 import told
from api.v1.schemas import changes as schemas
from api.v1.schemas import common
from codes.changes import CHANGES, HEADINGS, Asked
from codes.models import Release

router = Router(tags=["Changes"])
# Of one code the newest, and on one page of a list.
OF_CODE, PAGE = 200, 500
Kind = Annotated[Literal["", "added", "revised", "ended", "notes"], Query(description="Only changes of this kind.")]
Prefix = Annotated[str, Query(max_length=20, description="Only codes that begin so.", examples=["E11"])]


@router.get("/codes/{system}/{value}/changes", response=schemas.ChangesOfCode, operation_id="get_changes_of_code")
def of_code(request, system: common.SystemPath, value: common.ValuePath):
    """What releases changed of a code, the newest first. Free: what belongs to locked sections is left out."""
    rows = CHANGES.told().filter(system=system, value=value, kind__in=HEADINGS).for_everybody()
    rows = list(rows.select_related("release").order_by("-release__effective", "-release_id", "pk")[:OF_CODE])
    return {"changes": [told.change(row) | release_of(row.release) for row in rows]}


def release_of(release):
    return {"release": release.label, "effective": release.effective, "url": release.get_absolute_url()}


@router.get("/releases", response=schemas.Releases, operation_id="get_releases")
def releases(request, page: common.PageNumber = 1):
    """The releases that stand, the newest first. Free."""
    rows = Release.objects.standing().defer("files", "report").order_by("-effective", "-pk")
    found, more = some(rows, page)
    return {"releases": [told.release(row) for row in found], "page": page, "more": more}


@router.get("/releases/{pk}/changes", response=schemas.ChangesOfRelease, operation_id="get_changes_of_release")
def of_release(request, pk: common.Key, kind: Kind = "", prefix: Prefix = "", page: common.PageNumber = 1):
    """What a release changed, up to 500 changes on a page. Free; before and after where everybody may read them."""
    release = Release.objects.standing().defer("files", "report").filter(pk=pk).first()
    if release is None:
        raise Http404
    asked = Asked.of({"kind": kind, "prefix": prefix}, release.system)
    found, more = some(asked.changes(release).order_by("kind", "value", "field", "pk"), page)
    changes = [told.change(row) for row in found]
    return {"release": told.release(release), "changes": changes, "page": page, "more": more}


def some(rows, page):
    """The rows of a page, and whether there are more."""
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return found[:PAGE], len(found) > PAGE
