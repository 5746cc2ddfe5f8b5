"""The way back to the page of ours that a form was reached from."""

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request):
    """The address that `next` names, of the form or of the page; "" where it is none of this site."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and asked.startswith("/") else ""
