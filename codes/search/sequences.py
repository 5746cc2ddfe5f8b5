"""Whole lists of codes in their order, kept in each process as long as nothing is written that they show.

A page far down such a list would otherwise cost the reading of all that stands before it, and its total the whole list.
"""

import threading
from collections import OrderedDict

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

# Of some 100,000 codes each, at 8 bytes a key.
MOST = 8
NONE = np.array([], dtype=np.int64)
STATE = "SELECT concat(sum(id), '-', max(id)) FROM codes_stamp"


class Sequences:
    """The keys of the lists that were asked for last, and the state of the database that they show."""

    def __init__(self):
        self.state, self.kept, self.lock = None, OrderedDict(), threading.Lock()

    def keys_of(self, codes):
        """The primary keys of a QuerySet in its order, as an array; one statement, two where they are not kept."""
        asked = codes.values_list("pk", flat=True)
        try:
            statement, values = asked.query.sql_with_params()
        except EmptyResultSet:
            return NONE
        state, name = state_now(), (statement, repr(values))
        keys = self.at_hand(state, name)
        return self.keep(state, name, np.array(list(asked), dtype=np.int64)) if keys is None else keys

    def at_hand(self, state, name):
        with self.lock:
            if state != self.state:
                self.state, self.kept = state, OrderedDict()
            if name in self.kept:
                self.kept.move_to_end(name)
            return self.kept.get(name)

    def keep(self, state, name, keys):
        with self.lock:
            if state == self.state:
                self.kept[name] = keys
                if len(self.kept) > MOST:
                    self.kept.popitem(last=False)
        return keys


def state_now():
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()[0]


sequences = Sequences()
