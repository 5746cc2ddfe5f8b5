"""What every template may use."""

from django.conf import settings
from django.utils import timezone


def site(request):
    """The year for copyright lines, and whether letters can be read locally."""
    return {"this_year": timezone.now().year, "local_mode": settings.LOCAL_MAIL}
