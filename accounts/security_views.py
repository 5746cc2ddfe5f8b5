"""Where I am signed in, and signing out there; signing in by passkey."""

from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import policy, rates, sign_ins
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


def passkey_sign_in(request):
    """allauth's sign-in by passkey. To be asked for one begins a session: so often for each network."""
    try:
        if request.method != "POST":
            rates.count(request, "passkey sign-in", policy.PASSKEY_SIGN_INS)
    except rates.TooOften as often:
        told = {"detail": "Too many sign-ins by passkey from your network. Wait a minute, or use another way."}
        return JsonResponse(told, status=429, headers={"Retry-After": str(often.seconds)})
    return login_webauthn(request)
