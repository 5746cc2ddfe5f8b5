"""The project as an app: its commands and checks."""

from django.apps import AppConfig


class Project(AppConfig):
    name = "codeahead"
    label = "codeahead"

    def ready(self):
        from codeahead import sign_ins  # noqa: F401
