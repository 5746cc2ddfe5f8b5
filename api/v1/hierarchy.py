"""The code systems and what stands above and below in them; free and never counted by the meter."""

from django.http import Http404
from ninja import Router

from api.v1 import told
from api.v1.schemas import common
from api.v1.schemas import hierarchy as schemas
from codes import lists
from codes.context import newest
from codes.models import Code
from codes.systems import SYSTEMS

router = Router(tags=["Hierarchy"])


@router.get("/systems", response=schemas.CodeSystems, operation_id="get_systems")
def systems(request):
    """The code systems, each with the newest release that is loaded. Free."""
    releases = {release["system"]: release["label"] for release in newest()}
    return {"systems": [system_line(system) | {"release": releases.get(system.key, "")} for system in SYSTEMS.values()]}


def system_line(system):
    return {name: getattr(system, name) for name in ("key", "label", "title", "publisher", "copyright")}


@router.get("/hierarchy/{system}", response=schemas.Top, operation_id="get_top")
def top(request, system: common.SystemPath, page: common.PageNumber = 1):
    """What stands at the top of a system: chapters, or whatever its publisher begins with. Free."""
    return page_of(lists.level(system, None, page))


@router.get("/hierarchy/{system}/{value}", response=schemas.Level, operation_id="get_hierarchy")
def hierarchy(request, system: common.SystemPath, value: common.ValuePath, page: common.PageNumber = 1):
    """What stands above a code or heading, the top first, and directly below it, up to 300 on a page. Free."""
    code = Code.objects.in_system(system).in_tree().listed().filter(value=value).first()
    if code is None:
        raise Http404
    above = {"code": told.line(code), "ancestors": ancestors_of(code)}
    return above | page_of(lists.level(system, code, page))


def ancestors_of(code):
    """As lines; one statement more, for the line of a code needs its dates."""
    keys = [above.pk for above in Code.objects.ancestors_of(code)]
    found = {above.pk: above for above in Code.objects.listed().filter(pk__in=keys)}
    return [told.line(found[key]) for key in keys]


def page_of(level):
    return {"children": [told.line(c) for c in level.codes], "page": level.page, "pages": max(len(level.ranges), 1)}
