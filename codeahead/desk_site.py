"""The admin site: whatever is done at the desk leaves a line in its log, by whichever way."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.desk_gate import gated

# As many keys of chosen rows as one line names.
NAMED = 100


class DeskSite(AdminSite):
    """Django logs what its own forms write. Actions on many rows and views of ours go through here too.

    Whoever works here has to show a second factor, and twice a day who they are.
    """

    def admin_view(self, view, cacheable=False):
        return super().admin_view(gated(with_entry(view)), cacheable)


def with_entry(view):
    def done(request, *args, **kwargs):
        began, user = timezone.now(), request.user
        response = view(request, *args, **kwargs)
        if request.method == "POST" and has_acted(response) and not is_told(user, began):
            write_entry(request, user, kwargs)
        return response

    return update_wrapper(done, view)


def has_acted(response):
    """Whether something was done: a form that comes back, or one that asks first, is drawn instead."""
    return response.status_code in (301, 302, 303) or response.streaming or response.has_header("Content-Disposition")


def is_told(user, began):
    """Whether Django, or the view itself, has written what was done; or nobody is there to have done it."""
    mine = LogEntry.objects.filter(user=user.pk, action_time__gte=began)
    return not get_user_model().objects.filter(pk=user.pk).exists() or mine.exists()


def write_entry(request, user, kwargs):
    """One line: the action or the address's name, and on which rows."""
    LogEntry.objects.create(
        user_id=user.pk,
        action_flag=CHANGE,
        object_id=next((str(kwargs[name]) for name in ("object_id", "key", "pk") if name in kwargs), ""),
        object_repr=request.resolver_match.url_name[:200],
        change_message=words_of(request, kwargs),
    )


def words_of(request, kwargs):
    """As in "hide: 3, 5, 8"; of all that a filter finds there is no list."""
    action = request.POST.get("action") or kwargs.get("name") or button_of(request)
    if request.POST.get("select_across") == "1":
        return f"{action}: all that was filtered"
    keys = request.POST.getlist("_selected_action")
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    return f"{action}: {', '.join(keys[:NAMED])}{more}" if keys else action


def button_of(request):
    """The button that was pressed, by the name that the desk's forms give it."""
    return next((name.lstrip("_") for name in request.POST if name.startswith("_")), "sent")
