"""Readers' own code lists."""

from django.apps import AppConfig


class CodeLists(AppConfig):
    name = "codelists"
    verbose_name = "Code lists"
