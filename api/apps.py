"""The REST API, its keys and its limits."""

from django.apps import AppConfig


class Api(AppConfig):
    name = "api"
    verbose_name = "API"
