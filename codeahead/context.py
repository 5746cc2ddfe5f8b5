"""What every template may use."""

from django.conf import settings
from django.utils import timezone

from accounts.way_back import back_to


def site(request):
    """The year for copyright lines, whether letters can be read locally, and the way back from signing in."""
    here = request.get_full_path() if getattr(request, "readings", None) else ""
    return {"this_year": timezone.now().year, "local_mode": settings.LOCAL_MAIL, "back_here": back_to(here)}
