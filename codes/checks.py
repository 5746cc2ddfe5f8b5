"""What is checked before the site runs: that plans name sections which the code page has."""

from django.core.checks import Tags, Warning, register
from django.db import connections

from accounts import plans
from accounts.models import Plan


@register(Tags.database)
def sections_of_plans(app_configs=None, databases=None, **kwargs):
    """A section that a plan names and the page has no more opens nothing: its plan is to be looked at.

    Asked with a database only, as `migrate` and `check --database default` do; before there are plans there is nothing
    to ask.
    """
    tables = connections["default"].introspection.table_names() if "default" in (databases or ()) else ()
    if Plan._meta.db_table not in tables:
        return []
    known = {key for key, _ in plans.sections()}
    named = Plan.objects.exclude(sections=None).values_list("name", "sections")
    faults = {name: sorted(set(keys) - known) for name, keys in named}
    return [
        Warning(f"The plan {name} names no section of the code page: {', '.join(keys)}", id="codes.W003")
        for name, keys in faults.items()
        if keys
    ]
