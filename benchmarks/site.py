"""A site to measure: a throw-away database with every migration and, if asked, the whole ICD-10-CM."""

import os
from contextlib import contextmanager, nullcontext


@contextmanager
def site(*, loaded):
    """Set Django up on a database of its own for the length of the block."""
    from codeahead.local_postgres import throwaway

    given = os.environ.get("DATABASE_URL")
    with nullcontext(given) if given else throwaway() as url:
        os.environ.update(DATABASE_URL=url, CODEAHEAD_LOCAL="1", DJANGO_SETTINGS_MODULE="codeahead.settings")
        os.environ.update(SECRET_KEY="for-benchmarks-only", LOG_LEVEL="ERROR")
        import django
        from django.core.management import call_command

        django.setup()
        import logging

        logging.getLogger("django").setLevel(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        if loaded:
            load()
        yield


def load():
    """The whole ICD-10-CM and the demo content. Returns the load's report."""
    from codes.releases import package_data
    from codes.releases.demo import load_demo
    from codes.releases.run import load_release

    report = load_release(
        "icd10cm",
        [package_data.icd10cm_tabular()],
        effective=package_data.ICD10CM_EFFECTIVE,
        name=package_data.ICD10CM_RELEASE,
    )
    load_demo()
    return report


def percentile(times, share):
    """The value below which `share` of the times lie."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]
