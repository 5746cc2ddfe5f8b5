"""The project as an app: its commands and checks."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Project(AppConfig):
    name = "codeahead"
    label = "codeahead"

    def ready(self):
        from codeahead import sign_ins  # noqa: F401


class Desk(AdminConfig):
    default_site = "codeahead.desk_site.DeskSite"
