"""Readers and the meter."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "accounts"
    verbose_name = "Readers"

    def ready(self):
        from accounts import checks, security_signals, signals  # noqa: F401
