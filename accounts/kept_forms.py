"""A form that waits in the session while its sender is asked who they are: the form, and nothing about the sender.

allauth keeps the whole request, which would store network addresses, cookies and passwords.
"""

import json

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import QueryDict

# What a view needs to know of the server when the form is done at last.
NEEDED = {
    *("SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_METHOD", "CONTENT_TYPE"),
    *("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme"),
}


class KeptForms:
    """Cleans what was put into the session, before the session is written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        state = request.session.get(STATE_SESSION_KEY) if request.session.modified else None
        if state and "request" in state:
            request.session[STATE_SESSION_KEY] = state | {"request": cleaned(state["request"])}
        return response


def cleaned(text):
    """The kept request, a JSON object, without headers of the sender and without passwords, which are typed again."""
    kept = json.loads(text)
    kept["META"] = {name: value for name, value in kept["META"].items() if name in NEEDED}
    form = QueryDict(kept["POST"], mutable=True)
    for name in [name for name in form if "password" in name]:
        del form[name]
    return json.dumps(kept | {"POST": form.urlencode()})
