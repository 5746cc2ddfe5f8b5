"""What editors do: each a keyword-only function, one transaction."""

from django.db import connection, transaction
from django.utils import timezone

from codes.models import Code
from codes.releases import sql

DESCRIPTORS = ("descriptor", "short_descriptor")


@transaction.atomic
def edit_code(*, code, changed, by):
    """Save what an editor changed in a code: `changed` the names of its fields.

    The state before the first edit is kept in the history; a descriptor written by hand is held against releases.
    """
    keep_baseline(code)
    code.held = sorted({*code.held, *(name for name in changed if name in DESCRIPTORS)})
    if code.status == Code.Status.DELETED:
        code.billable = False
    code.editor, code.edited_at = by, timezone.now()
    code.save()
    refresh_search([code.pk])


def keep_baseline(code):
    """Write the loaded state as the first entry of the history, so that the first edit shows what it changed."""
    if code.history.exists():
        return
    loaded = Code.objects.select_related("release").get(pk=code.pk)
    moment = loaded.release.loaded_at if loaded.release else timezone.now()
    Code.history.bulk_history_create([loaded], default_date=moment, default_change_reason="As loaded")
    # The library signs it with whoever is editing; nobody of them loaded it.
    code.history.update(history_user=None)


def reason_of(changed, formsets):
    """What was changed, in words for the history; "" where nothing was."""
    names = [Code._meta.get_field(name).verbose_name for name in changed]
    for formset in formsets:
        objects = [
            *formset.new_objects,
            *(pair[0] for pair in formset.changed_objects),
            *formset.deleted_objects,
        ]
        names += [str(each) for each in objects]
    return f"Changed: {', '.join(names)}"[:100] if names else ""


def refresh_search(keys):
    """Make the search column of these codes (primary keys) fit their texts."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SEARCH_OF_CODES, [list(keys)])
