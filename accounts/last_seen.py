"""Lets the session of somebody who is signed in say on which day it was last used."""

from django.contrib.auth import SESSION_KEY

from accounts import sign_ins


class LastSeen:
    """Touches no session that the page did not ask, and writes one at most once a day."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session:
            sign_ins.note_day(request.session)
        return response
