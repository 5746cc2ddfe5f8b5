"""manage.py load_data: everything that can be reached is fetched and loaded, the rest named in one line."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from codes.management.commands import fetch_release
from codes.models import Release, UnitLimit
from codes.releases.addresses import TITLES
from tests.releases.publisher import a_publisher, a_zip

LIMITS = (
    '"An invented notice\nover two lines",,,\n"HCPCS/\nCPT Code",Practitioner Services MUE Values,'
    "MUE Adjudication Indicator,MUE Rationale\nA0001,3,2 Date of Service Edit: Policy,CMS Policy\n"
)


@pytest.fixture
def publisher(settings, tmp_path, monkeypatch):
    """Publishers on this machine: there is one file of unit limits, and nothing of anything else."""
    monkeypatch.setattr(fetch_release, "localdate", lambda: date(2026, 11, 22))
    with a_publisher() as publisher:
        lines = [f'[{source}]\nfiles = ["{publisher.url(f"/{source}.zip")}"]' for source in TITLES if source != "cpt"]
        table = tmp_path / "addresses.toml"
        table.write_text("\n".join(lines))
        settings.RELEASE_ADDRESSES = str(table)
        settings.BASE_DIR = tmp_path
        publisher.put("/mue.zip", a_zip(**{"limits.csv": LIMITS}))
        yield publisher


@pytest.mark.django_db
def test_what_can_be_reached_is_loaded_and_the_rest_told_in_one_line(publisher):
    out = StringIO()
    call_command("load_data", stdout=out, stderr=StringIO())
    last = out.getvalue().strip().splitlines()[-1]
    absent = [source for source in TITLES if source not in ("cpt", "mue")]
    assert last.startswith(f"Not loaded: {', '.join(absent)} (")
    assert (Release.objects.get().name, UnitLimit.objects.get().units) == ("Medically unlikely edits October 2026", 3)


@pytest.mark.django_db
def test_again_it_loads_nothing_twice(publisher):
    for _ in range(2):
        call_command("load_data", stdout=StringIO(), stderr=StringIO())
    assert Release.objects.count() == 1
