"""Your own code lists: read, begun, changed, compared, shared. Only with a key."""

from typing import Annotated

from django.http import Http404
from django.urls import reverse
from ninja import Path, Query, Router, Status

from api.problems import Problem
from api.security import ApiKey
from api.v1.schemas import common
from api.v1.schemas import lists as schemas
from codelists import actions, comparing, reading, shown
from codelists.models import CodeList
from codes.plain_text import cleaned

router = Router(tags=["Lists"], auth=ApiKey())
Asked = Annotated[int, Query(ge=1, le=100_000, description="A version; the newest without it.")]
Number = Annotated[int, Path(ge=1, le=100_000, description="The number of a version.")]
Other = Annotated[int, Query(ge=1, le=2**62, description="Another list of yours; the same one without it.")]


# Reading


@router.get("/lists", response=schemas.Lists, operation_id="get_lists")
def lists(request):
    """All your lists."""
    return {"lists": [told(request, each) for each in CodeList.objects.of(request.user).with_size()]}


@router.get("/lists/{pk}", response=schemas.FullList, operation_id="get_list")
def one(request, pk: common.Key, version: Asked = None, on: common.OnDay = None):
    """A list with its codes, in a version, and how each code stands on a day."""
    return full(request, mine(request, pk), version, on)


@router.get("/lists/{pk}/versions", response=schemas.Versions, operation_id="get_versions")
def versions(request, pk: common.Key):
    """All versions of a list."""
    return {"versions": list(mine(request, pk).versions.all())}


@router.get("/lists/{pk}/difference", response=schemas.Difference, operation_id="get_difference")
def difference(request, pk: common.Key, version: Asked = None, other: Other = None, other_version: Asked = None):
    """What differs between two versions of a list, or from it to another list of yours.

    Without anything from the version before the newest to the newest.
    """
    code_list = mine(request, pk)
    second = mine(request, other) if other else code_list
    first_number = version or (max(code_list.version - 1, 1) if other is None else code_list.version)
    sides = [(code_list, first_number), (second, other_version or second.version)]
    found = comparing.compared([comparing.Side(each, known(each, number)) for each, number in sides])
    told = {name: [entry(line) for line in found[name]] for name in ("added", "removed")}
    changed = [entry(line) | {"before": line["before"]} for line in found["changed"]]
    moved = [entry(line) | {"was": line["was"], "place": line["place"]} for line in found["moved"]]
    return told | {"changed": changed, "moved": moved}


# Writing


@router.post("/lists", response={201: schemas.FullList}, operation_id="begin_list")
def begin(request, given: schemas.ListIn):
    """Begin a list."""
    words = {"name": one_line(given.name), "description": cleaned(given.description)}
    entries = read(given.entries)
    return Status(201, full(request, kept(actions.create, owner=request.user, entries=entries, **words)))


@router.patch("/lists/{pk}", response=schemas.FullList, operation_id="describe_list")
def describe(request, pk: common.Key, given: schemas.DetailsIn):
    """Give a list another name or description."""
    code_list = mine(request, pk)
    sent = given.model_fields_set
    name = one_line(given.name) if "name" in sent else code_list.name
    description = cleaned(given.description) if "description" in sent else code_list.description
    actions.describe(code_list=code_list, name=name, description=description)
    return full(request, mine(request, pk))


@router.delete("/lists/{pk}", response={204: None}, operation_id="delete_list")
def delete(request, pk: common.Key):
    """Delete a list with all its versions."""
    actions.delete(code_list=mine(request, pk))
    return Status(204, None)


@router.post("/lists/{pk}/entries", response=schemas.FullList, operation_id="add_entries")
def add(request, pk: common.Key, given: schemas.EntriesIn):
    """Add codes behind those that the list holds; makes a version where anything changes."""
    code_list = mine(request, pk)
    kept(actions.add, code_list=code_list, by=request.user, entries=read(given.entries))
    return full(request, mine(request, pk))


@router.put("/lists/{pk}/entries", response=schemas.FullList, operation_id="replace_entries")
def replace(request, pk: common.Key, given: schemas.EntriesIn):
    """Let a list hold these codes in this order and no others; makes a version where anything changes."""
    code_list = mine(request, pk)
    kept(actions.replace, code_list=code_list, by=request.user, entries=read(given.entries))
    return full(request, mine(request, pk))


@router.delete("/lists/{pk}/entries/{system}/{value}", response={204: None}, operation_id="remove_entry")
def remove(request, pk: common.Key, system: common.SystemPath, value: common.ValuePath):
    """Take a code out; makes a version."""
    code_list = mine(request, pk)
    if kept(actions.edit, code_list=code_list, by=request.user, removed={(system, value)}) is None:
        raise Http404
    return Status(204, None)


@router.post("/lists/{pk}/versions/{version}/restore", response=schemas.FullList, operation_id="restore_version")
def restore(request, pk: common.Key, version: Number):
    """Let a list hold what an earlier version held; makes a version where that differs."""
    code_list = mine(request, pk)
    kept(actions.restore, code_list=code_list, by=request.user, number=known(code_list, version))
    return full(request, mine(request, pk))


@router.post("/lists/{pk}/share", response=schemas.Shared, operation_id="share_list")
def share(request, pk: common.Key):
    """Make an address that anybody may read the list at; an earlier one leads nowhere then."""
    code_list = mine(request, pk)
    code_list.token = actions.share(code_list=code_list, wanted=True)
    return {"shared_at": shared_at(request, code_list)}


@router.delete("/lists/{pk}/share", response={204: None}, operation_id="stop_sharing")
def stop_sharing(request, pk: common.Key):
    """Let the address lead nowhere."""
    actions.share(code_list=mine(request, pk), wanted=False)
    return Status(204, None)


# What they have in common


def mine(request, pk):
    """A list of the key's account; 404 for anybody else's."""
    found = CodeList.objects.of(request.user).with_size().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def known(code_list, version):
    if version > code_list.version:
        raise Http404
    return version


def kept(action, **given):
    """Do an action; 409 where a limit is reached."""
    try:
        return action(**given)
    except actions.Refused as reason:
        raise Problem(409, str(reason), name="limit-reached") from None


def read(entries):
    """{(system, value): note} of what was sent; 422 that names each code that is not loaded, and nothing is saved."""
    rows = [
        reading.Row(place, each.system, one_line(each.value), one_line(each.note)) for place, each in enumerate(entries)
    ]
    found = reading.resolve(rows)
    unknown = [(remark.line, remark.words) for remark in found.remarks if not remark.taken]
    if unknown:
        errors = [{"where": ["body", "entries", place], "what": words} for place, words in unknown]
        raise Problem(422, "Nothing was saved.", name="unknown-code", errors=errors)
    return found.entries


def one_line(text):
    return " ".join(cleaned(text).split())


def told(request, code_list):
    names = ("name", "description", "version", "created_at", "changed_at")
    told = {name: getattr(code_list, name) for name in names}
    size = getattr(code_list, "size", None)
    counted = code_list.entries.standing().count() if size is None else size
    return told | {"id": code_list.pk, "size": counted, "shared_at": shared_at(request, code_list)}


def full(request, code_list, version=None, day=None):
    number = known(code_list, version or code_list.version)
    lines = shown.whole(code_list, version=number, day=day)
    return told(request, code_list) | {"shown": number, "entries": [entry(line) for line in lines]}


def entry(line):
    return {
        "system": line["system"],
        "value": line["value"],
        "note": line["note"],
        "title": line["title"],
        "status": [chip["text"] for chip in line["chips"]],
        "replaced_by": [each["value"] for each in line["replacements"]],
    }


def shared_at(request, code_list):
    return request.build_absolute_uri(reverse("list-shared", args=[code_list.token])) if code_list.token else None
