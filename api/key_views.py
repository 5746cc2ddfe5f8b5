"""The keys of one's account: all of them, a new one, revoking one."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import policy
from api import keys
from api.models import LONGEST_NAME, ApiKey
from codes.plain_text import PlainText

TOO_MANY = f"An account has up to {policy.API_KEYS_PER_ACCOUNT} keys. Revoke one first."


class KeyForm(forms.Form):
    name = PlainText(
        label="What it is for",
        max_length=LONGEST_NAME,
        help_text="As in “billing script”: you will know the key by it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request):
    """My keys; on POST a new one, shown on this very page and never again, or `revoke` with the number of one."""
    if "revoke" in request.POST:
        return revoked(request)
    form, made = KeyForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = keys.make(user=request.user, name=" ".join(form.cleaned_data["name"].split()))
            form = KeyForm()
        except keys.TooManyKeys:
            form.add_error(None, TOO_MANY)
    context = {"form": form, "made": made, "keys": ApiKey.objects.filter(user=request.user), "policy": policy}
    return render(request, "api/keys.html", context, status=400 if form.errors else 200)


def revoked(request):
    asked = request.POST["revoke"]
    row = keys.revoke(user=request.user, pk=int(asked[:18])) if asked.isascii() and asked.isdigit() else None
    if row:
        messages.success(request, f"The key “{row.name}” is revoked. It opens nothing any more.")
    else:
        messages.info(request, "There is no such key.")
    return redirect("api-keys")
