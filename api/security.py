"""Where a key is needed; whose it is was read at the edge (`api.middleware`)."""

from ninja.security import HttpBearer


class ApiKey(HttpBearer):
    """A key in the header `Authorization: Bearer …`. A session cookie is not enough: a form elsewhere could send it."""

    def authenticate(self, request, token):
        return request.api_key
