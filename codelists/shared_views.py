"""A list as whoever has its link may read it: the newest version, without an account, by no search engine."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from codelists import actions, files, shown
from codelists.models import CodeList
from codelists.views import FORM, list_page

UNLISTED = "noindex, nofollow"


def the_list(token):
    return get_object_or_404(CodeList.objects.shared_as(token))


@never_cache
@require_safe
def shared(request, token):
    """The list to read; earlier versions are their owner's alone."""
    code_list = the_list(token)
    context = {"list": code_list, "version": code_list.version, "token": token}
    response = list_page(request, "codelists/shared.html", context)
    response.headers["X-Robots-Tag"] = UNLISTED
    return response


@never_cache
@require_safe
def shared_csv(request, token):
    """The list as a file."""
    code_list = the_list(token)
    response = files.answer(code_list.name, shown.whole(code_list, version=code_list.version))
    response.headers["X-Robots-Tag"] = UNLISTED
    return response


@login_required
@never_cache
@require_http_methods(FORM)
def copy(request, token):
    """Begin a list of my own with what the shared one holds; GET, where the sign-in leads back to, asks first."""
    code_list = the_list(token)
    if request.method != "POST":
        return redirect("list-shared", token)
    try:
        made = actions.copy(code_list=code_list, owner=request.user)
    except actions.Refused as reason:
        messages.error(request, str(reason))
        return redirect("list-shared", token)
    messages.success(request, "The list is copied. What its owner changes later does not reach your copy.")
    return redirect(made)
