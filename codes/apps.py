"""Code systems and what is published about them."""

from django.apps import AppConfig, apps
from django.core.checks import register
from django.db.models.signals import post_migrate


class Codes(AppConfig):
    name = "codes"

    def ready(self):
        from codes import checks, roles  # noqa: F401 - the checks register themselves
        from codes.embeddings.checks import check_embeddings

        # The rights of our models are made before those of Django's own.
        post_migrate.connect(roles.keep, sender=apps.get_app_config("auth"), dispatch_uid="codes.roles")
        post_migrate.connect(keep_searchable, sender=self, dispatch_uid="codes.search")
        register(check_embeddings)


def keep_searchable(*, plan=(), using="default", **kwargs):
    """After an update the search's index may be missing, or made with other word lists."""
    from codes.search import build_if_due

    if using == "default" and not any(backwards for _, backwards in plan):
        build_if_due()
