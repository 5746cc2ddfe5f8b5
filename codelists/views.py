"""A reader's own lists: all of them, one of them; begin, name, edit, copy, share, delete."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codelists import actions, files, policy, shown
from codelists.actions import Refused
from codelists.forms import DetailsForm
from codelists.models import CodeList
from codes.as_of import NoDayError, day_asked
from codes.plain_text import cleaned

FORM = ["GET", "HEAD", "POST"]


def number(text, otherwise=1):
    """A whole number from an address, at least 1; `otherwise` for anything else."""
    found = int(text[:9]) if text.isascii() and text[:9].isdigit() else 0
    return found or otherwise


def mine(request, pk):
    """The reader's own list; 404 for anybody else's."""
    return get_object_or_404(CodeList.objects.of(request.user), pk=pk)


def version_asked(request, code_list):
    """The number of the version that the address names, else of the newest; 404 for one that is none."""
    asked = number(request.GET.get("version", ""), code_list.version)
    if asked > code_list.version:
        raise Http404("no such version")
    return asked


@login_required
@never_cache
@require_safe
def lists(request):
    """All my lists."""
    found = CodeList.objects.of(request.user).with_size()
    return render(request, "codelists/lists.html", {"lists": found, "most": policy.LISTS_PER_READER})


@login_required
@never_cache
@require_http_methods(FORM)
def new(request):
    """Begin a list."""
    form = DetailsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.create(owner=request.user, **form.cleaned_data))
        except Refused as reason:
            form.add_error(None, str(reason))
    return render(request, "codelists/new.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@never_cache
@require_safe
def one(request, pk):
    """One of my lists, as it is or was in a version, with how its codes stand today or on a day."""
    code_list = mine(request, pk)
    context = {"list": code_list, "version": version_asked(request, code_list)}
    if code_list.token:
        context["link"] = request.build_absolute_uri(reverse("list-shared", args=[code_list.token]))
    return list_page(request, "codelists/list.html", context)


def list_page(request, template, context):
    """A page of a list's entries; a day that is none is said so."""
    try:
        day, wrong = day_asked(request.GET.get("on", "")), False
    except NoDayError:
        day, wrong = None, True
    page = number(request.GET.get("page", ""))
    found = shown.shown(context["list"], version=context["version"], page=page, day=day)
    context |= {"shown": found, "day": day, "no_day": wrong}
    return render(request, template, context, status=400 if wrong else 200)


@login_required
@never_cache
@require_safe
def one_csv(request, pk):
    """A version of one of my lists as a file."""
    code_list = mine(request, pk)
    version = version_asked(request, code_list)
    return files.answer(f"{code_list.name} {version}", shown.whole(code_list, version=version))


@login_required
@never_cache
@require_http_methods(FORM)
def details(request, pk):
    """Another name or description."""
    code_list = mine(request, pk)
    now = {"name": code_list.name, "description": code_list.description}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.describe(code_list=code_list, **form.cleaned_data)
        messages.success(request, "The list is renamed.")
        return redirect(code_list)
    context = {"form": form, "list": code_list}
    return render(request, "codelists/details.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(FORM)
def edit(request, pk):
    """Take codes out and change notes, page by page; each saving is one version."""
    code_list = mine(request, pk)
    page = number(request.GET.get("page", ""))
    found = shown.shown(code_list, version=code_list.version, page=page)
    if request.method == "POST":
        return edited(request, code_list)
    return render(request, "codelists/edit.html", {"list": code_list, "shown": found, "longest": policy.LONGEST_NOTE})


def edited(request, code_list):
    """Save what the rows of the form hold; fields are named by system and value, so that no other list is touched."""
    removed = {tuple(each.partition("/")[::2]) for each in request.POST.getlist("remove")}
    notes = {
        tuple(name.removeprefix("note ").partition("/")[::2]): " ".join(cleaned(text).split())[: policy.LONGEST_NOTE]
        for name, text in request.POST.items()
        if name.startswith("note ")
    }
    try:
        made = actions.edit(code_list=code_list, by=request.user, notes=notes, removed=removed)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"Saved as version {made.number}." if made else "Nothing was changed.")
    return redirect(code_list)


@login_required
@never_cache
@require_POST
def copy(request, pk):
    """Begin another list of mine with what this one holds now."""
    code_list = mine(request, pk)
    name = f"Copy of {code_list.name}"[: policy.LONGEST_NAME]
    what = f"Copied from “{code_list.name}”, version {code_list.version}"
    try:
        made = actions.copy(code_list=code_list, owner=request.user, name=name, what=what)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(code_list)
    messages.success(request, f"“{made.name}” holds the same codes and has versions of its own.")
    return redirect(made)


@login_required
@never_cache
@require_POST
def share(request, pk):
    """Make a link that anybody may read with, another one in its place, or none (`wanted` is "no")."""
    code_list = mine(request, pk)
    wanted = request.POST.get("wanted") == "yes"
    actions.share(code_list=code_list, wanted=wanted)
    messages.success(request, "The list has a new link." if wanted else "The link leads nowhere any more.")
    return redirect(f"{code_list.get_absolute_url()}#sharing")


@login_required
@never_cache
@require_http_methods(FORM)
def delete(request, pk):
    """Say what goes with a list; on POST delete it."""
    code_list = mine(request, pk)
    if request.method != "POST":
        return render(request, "codelists/delete.html", {"list": code_list})
    actions.delete(code_list=code_list)
    messages.success(request, "The list is deleted.")
    return redirect("lists")
