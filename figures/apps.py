"""Numbers for the operator: views, walls met and registrations, of each day and month."""

from django.apps import AppConfig


class Figures(AppConfig):
    name = "figures"
    verbose_name = "Numbers"

    def ready(self):
        from figures import signals  # noqa: F401
