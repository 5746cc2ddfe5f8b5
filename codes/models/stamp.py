"""Stamps: that something which code pages show was written."""

from django.db import models
from django.db.models import Func, TextField


class Stamp(models.Model):
    """One statement that wrote a table which code pages are drawn from; triggers of the database make it.

    Sum and greatest of the keys name the state of those tables. The greatest alone would not: a transaction that began
    earlier may commit later, and its lower key must count too.
    """

    def __str__(self):
        return str(self.pk)


class Written(Func):
    """The state of the tables that code pages are drawn from, as a text that changes with each commit."""

    template = "(SELECT concat(sum(id), '-', max(id)) FROM codes_stamp)"
    output_field = TextField()
