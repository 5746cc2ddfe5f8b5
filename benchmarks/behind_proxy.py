"""The site as behind a proxy that speaks TLS: each request says so, whoever sends it."""

from codeahead.wsgi import application as site


def application(environ, start_response):
    return site(environ | {"HTTP_X_FORWARDED_PROTO": "https"}, start_response)
