"""Code systems and what is published about them."""

from django.apps import AppConfig


class Codes(AppConfig):
    name = "codes"
