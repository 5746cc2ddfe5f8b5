"""What must hold before the site starts."""

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from accounts import breached


@register(Tags.security)
def breached_passwords(app_configs, **kwargs):
    """A list of breached passwords that cannot be used is an error, never no list."""
    try:
        breached.demand_list()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="accounts.E001")]
    return []
