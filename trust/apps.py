"""The app of the pages about the site itself."""

from django.apps import AppConfig


class Trust(AppConfig):
    name = "trust"
    verbose_name = "Privacy, terms, cookies"
