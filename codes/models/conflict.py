"""Conflicts: descriptors that an editor holds and a release words otherwise."""

from django.db import models
from django.db.models import Exists, F, OuterRef

from codes.models.release import Change


class ConflictQuerySet(models.QuerySet):
    """Reads of what editors have to decide on."""

    def open(self):
        """Undecided, over a descriptor that is still held; of several over one descriptor only the newest."""
        later = Conflict.objects.filter(code=OuterRef("code"), field=OuterRef("field"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), resolution="", code__held__contains=[F("field")])

    def for_desk(self):
        """With what a line of the editors' list shows, the newest first."""
        lean = ["code__attributes", "release__files", "release__report"]
        return self.select_related("code", "release").defer(*lean).order_by("-pk")


class ConflictManager(models.Manager.from_queryset(ConflictQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Change.Kind.CONFLICT)


class Conflict(Change):
    """A change that was not made, because an editor holds the descriptor."""

    objects = ConflictManager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        # Whoever reviews what editors write may decide: no rights of its own.
        default_permissions = ()

    @property
    def descriptor(self):
        """The name of the descriptor, as in "official descriptor"."""
        return self.code._meta.get_field(self.field).verbose_name

    @property
    def editors_words(self):
        return getattr(self.code, self.field)

    @property
    def publishers_words(self):
        """The newest: a later release that came round to the editor's words made no conflict of it."""
        return self.code.published.get(self.field) or self.after
