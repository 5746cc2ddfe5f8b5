"""Where I am signed in, and signing out there."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import sign_ins
from accounts.security_actions import end_sign_in, end_sign_ins


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_ins_of_mine(request):
    """List my sign-ins; on POST end one of them (`end`), all others (`others`) or all (`everywhere`)."""
    here = request.session.session_key
    if request.method != "POST":
        return render(request, "account/sign_ins.html", {"sign_ins": sign_ins.of(request.user, here=here)})
    if "everywhere" in request.POST:
        return everywhere(request)
    if "others" in request.POST:
        end_sign_ins(user=request.user, but=here)
        messages.success(request, "You are signed out everywhere else.")
    elif request.POST.get("end") == sign_ins.handle_of(here):
        return redirect("account_logout")
    elif end_sign_in(user=request.user, handle=request.POST.get("end", "")):
        messages.success(request, "That browser is signed out.")
    return redirect("account_sign_ins")


def everywhere(request):
    user = request.user
    end_sign_ins(user=user, but=request.session.session_key)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("home")
