"""Code systems and what is published about them."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Codes(AppConfig):
    name = "codes"

    def ready(self):
        from codes import roles

        # The rights of our models are made before those of Django's own.
        post_migrate.connect(roles.keep, sender=apps.get_app_config("auth"), dispatch_uid="codes.roles")
