"""What hangs on a code: the tables of any app that name it by its key."""

from codes.models import Code

# Written by loads themselves: they go with the code, or lose its key.
WITH_IT = frozenset({"codes_note", "codes_change", "codes_code"})


def hanging():
    """(table, column) of all that names codes by their key and is not written by loads.

    Histories are left out: they may name what is gone.
    """
    relations = [
        field for field in Code._meta.get_fields(include_hidden=True) if field.is_relation and field.auto_created
    ]
    named = {(each.related_model._meta.db_table, each.field.column) for each in relations if each.field.db_constraint}
    return sorted((table, column) for table, column in named if table not in WITH_IT)


def free():
    """The condition that nobody wrote or keeps anything about a code `c`, so that taking a release back may drop it."""
    unnamed = [f'NOT EXISTS (SELECT FROM {table} x WHERE x."{column}" = c.id)' for table, column in hanging()]
    return " AND ".join(["c.edited_at IS NULL AND c.held = '{}'", *unnamed])
