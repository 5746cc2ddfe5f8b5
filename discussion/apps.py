"""Readers' replies under a code, and mistakes that readers report."""

from django.apps import AppConfig


class Discussion(AppConfig):
    name = "discussion"
    verbose_name = "Replies and mistakes"

    def ready(self):
        from discussion import signals  # noqa: F401
