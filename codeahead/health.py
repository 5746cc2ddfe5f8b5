"""What a load balancer asks, and the page for a database that is away."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request):
    """200 as soon as the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request):
    """200 when the database answers and every migration is applied; else 503 with the reason in one line."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (OperationalError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    if waiting:
        return HttpResponse(f"{len(waiting)} migrations wait\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def server_error(request):
    """A plain page: 503 where the database is away, so that readers and crawlers come back, else 500."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        # No context processors: they may ask the database.
        response = render(None, "503.html", status=503)
        response.headers["Retry-After"] = "30"
        return response
    return render(None, "500.html", status=500)
