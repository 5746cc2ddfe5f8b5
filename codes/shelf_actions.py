"""What a reader writes about codes: each a keyword-only function, one transaction."""

from django.db import transaction
from django.utils import timezone

from codes.models import Favourite, PrivateNote


@transaction.atomic
def set_favourite(*, user, code, wanted):
    """Put a code among a reader's favourites, or take it out; where it is so already nothing changes."""
    if wanted:
        Favourite.objects.bulk_create([Favourite(user=user, code=code)], ignore_conflicts=True)
    else:
        Favourite.objects.filter(user=user, code=code).delete()


@transaction.atomic
def write_note(*, user, code, text):
    """Keep a reader's note about a code in place of the one before; an empty one deletes it.

    `text` is cleaned and at most LONGEST_NOTE characters long.
    """
    if not text:
        PrivateNote.objects.filter(user=user, code=code).delete()
        return
    note = PrivateNote(user=user, code=code, text=text, changed_at=timezone.now())
    PrivateNote.objects.bulk_create(
        [note], update_conflicts=True, unique_fields=["user", "code"], update_fields=["text", "changed_at"]
    )
