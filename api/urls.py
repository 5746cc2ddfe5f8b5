"""Addresses of the API. The one place of this app that marks a page for the meter.

Further interfaces stand beside version 1, each a module with its own `urlpatterns`, included here.
"""

from functools import wraps

from django.urls import include, path

from accounts.middleware import metered
from api import docs_views
from api.description import api
from api.parameters import known, only_known, path_of
from codes.models import Code


def answering_head(view):
    """HEAD is GET without a body, which the server leaves out; the library knows GET alone. A metered address has been
    asked for HEAD before it comes here, and nothing was taken."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        if request.method != "HEAD":
            return view(request, *args, **kwargs)
        request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = "HEAD"
        return response

    return answered


patterns, app, namespace = api.urls
operations = known(api.get_openapi_schema(path_prefix=""))
for pattern in patterns:
    pattern.callback = answering_head(only_known(pattern.callback, operations.get(path_of(pattern), {})))
    if pattern.name == "code":
        pattern.callback = metered(pattern.callback, rows=Code.objects.for_page, page="{system}/{value}")

urlpatterns = [
    path("", docs_views.docs, name="api-docs"),
    path("v1/", (patterns, app, namespace)),
    path("", include("api.nlm.urls")),
    path("fhir/", include("api.fhir.urls")),
]
