"""What the database holds, to compare before and after a load: everything, or the content that readers can see."""

from django.apps import apps
from django.db import connection

from codes.models import Release
from codes.models.published import Published

# Which keys and releases rows have says nothing of their content.
PLAIN = "to_jsonb(t) - 'id' - 'release_id'"
OF_A_CODE = "(SELECT system || ' ' || value FROM codes_code c WHERE c.id = t.code_id)"
CONTENT = {
    "codes_code": f"{PLAIN} - 'parent_id' || jsonb_build_object("
    "'parent', (SELECT value FROM codes_code p WHERE p.id = t.parent_id))",
    **dict.fromkeys(
        ("codes_note", "codes_section", "codes_payernote", "codes_source"),
        f"{PLAIN} - 'code_id' || jsonb_build_object('code', {OF_A_CODE})",
    ),
    **{
        model._meta.db_table: PLAIN
        for model in apps.get_app_config("codes").get_models()
        if issubclass(model, Published)
    },
    "codes_ptpedit": f"{PLAIN} - 'rationale_id' || jsonb_build_object("
    "'why', (SELECT text FROM codes_rationale r WHERE r.id = t.rationale_id))",
}


def content():
    """{table: its rows as sorted texts}: what a load writes for readers, without keys and releases."""
    return {table: rows_of(table, columns) for table, columns in CONTENT.items()}


def everything():
    """{table: its rows as sorted texts} of the whole database."""
    return {table: rows_of(table, "to_jsonb(t)") for table in tables()}


def rows_of(table, columns):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({columns})::text AS row FROM {table} t ORDER BY 1")
        return [row for (row,) in cursor.fetchall()]


def checksums():
    """{table: (number of rows, hash)} of the content, for tables with too many rows to compare."""
    with connection.cursor() as cursor:
        return {table: checksum(cursor, table, columns) for table, columns in CONTENT.items()}


def checksum(cursor, table, columns):
    cursor.execute(f"SELECT count(*), coalesce(sum(hashtextextended(({columns})::text, 0)), 0) FROM {table} t")
    return cursor.fetchone()


def tables():
    """All but the temporary ones, which a test that is one transaction has until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def orphans():
    """{table: number} of rows that name a release which was taken back: readers would be told of it as their source."""
    undone = Release.objects.exclude(undone_at=None).values("pk")
    models = [model for model in apps.get_app_config("codes").get_models() if "release" in fields_of(model)]
    found = {model._meta.db_table: model._default_manager.filter(release__in=undone).count() for model in models}
    return {table: number for table, number in found.items() if number}


def fields_of(model):
    return {field.name for field in model._meta.get_fields()} if not model._meta.proxy else set()
