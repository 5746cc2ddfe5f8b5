"""Open data: addresses that any site may read, without session, cookie and key, counted for the network that asks."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from accounts import policy
from accounts.address import network_name
from api import limits

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def open_data(view):
    """Mark a view: GET, HEAD and POST without a token, counted for the network that asks and for nobody else."""

    @csrf_exempt
    @wraps(view)
    def counted(request, *args, **kwargs):
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        allowed = limits.count_for(f"open:{network_name(request)}", policy.OPEN_DATA_REQUESTS_PER_MINUTE)
        response = view(request, *args, **kwargs) if allowed.granted else HttpResponse(status=429)
        for name, value in allowed.headers.items():
            response.headers[name] = str(value)
        return response

    return counted
