"""`manage.py releases`: what is loaded and what is due, on a day in November 2026."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from codes import standing
from codes.models import Release
from codes.releases.sources import SOURCES
from tests.builders import a_release

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
TABLE = """\
SOURCE            LOADED            EFFECTIVE   AGE    LOADED ON   STANDING
icd10cm           -                 -           -      -           never loaded; the newest is of 1 October 2026
icd10pcs          -                 -           -      -           never loaded; the newest is of 1 October 2026
hcpcs             HCPCS July 2026   2026-07-01  144 d  2026-11-02  due since 1 October 2026 (52 days)
cpt               -                 -           -      -           never loaded; the newest is of 1 January 2026
place-of-service  -                 -           -      -           never loaded
ncci-ptp          -                 -           -      -           never loaded; the newest is of 1 October 2026
ncci-add-on       -                 -           -      -           never loaded; the newest is of 1 October 2026
mue               MUE October 2026  2026-10-01  52 d   2026-11-02  current, due again on 1 January 2027
fees              -                 -           -      -           never loaded; the newest is of 1 October 2026
opps              -                 -           -      -           never loaded; the newest is of 1 October 2026
drug-prices       -                 -           -      -           never loaded; the newest is of 1 October 2026
gems              -                 -           -      -           never loaded
coverage          -                 -           -      -           never loaded

Load what is due with:
  manage.py fetch_release hcpcs
"""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(standing, "localdate", lambda: TODAY)


def loaded(source, effective, name=None, **fields):
    release = a_release("", source=source, effective=effective, name=name or f"{source} {effective}", **fields)
    Release.objects.filter(pk=release.pk).update(loaded_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    return release


def said(*words):
    out = StringIO()
    call_command("releases", *words, stdout=out)
    return out.getvalue().splitlines()


def line_of(source, lines):
    return next(line.split() for line in lines if line.startswith(f"{source} "))


def test_it_works():
    loaded("hcpcs", date(2026, 7, 1), name="HCPCS July 2026")
    loaded("mue", date(2026, 10, 1), name="MUE October 2026")
    assert said() == TABLE.splitlines()


def test_every_source_has_a_line_and_a_command():
    assert [each.source.key for each in standing.loaded()] == list(SOURCES)
    assert all(each.command for each in standing.loaded())


def test_one_statement_for_all_sources(django_assert_num_queries):
    for source in SOURCES:
        loaded(source, date(2026, 7, 1))
    with django_assert_num_queries(1):
        said()


def test_only_what_is_due():
    loaded("hcpcs", date(2026, 7, 1))
    loaded("mue", date(2026, 10, 1))
    assert [line.split()[0] for line in said("--due") if line] == ["SOURCE", "hcpcs", "Load", "manage.py"]


def test_nothing_is_due():
    loaded("mue", date(2026, 10, 1))
    assert said("--due") == ["Nothing is due."]


def test_a_monitor_is_told_by_the_status():
    loaded("mue", date(2026, 10, 1))
    assert said("--check", "--due") == ["Nothing is due."]
    loaded("hcpcs", date(2026, 7, 1))
    loaded("fees", date(2026, 4, 1))
    with pytest.raises(CommandError, match="^due: hcpcs, fees$") as refused:
        said("--check")
    assert refused.value.returncode == 1


def test_the_newest_that_stands_counts():
    loaded("hcpcs", date(2026, 10, 1), undone_at=datetime(2026, 11, 3, tzinfo=UTC))
    loaded("hcpcs", date(2026, 7, 1), name="July")
    loaded("hcpcs", date(2026, 4, 1), name="April")
    assert line_of("hcpcs", said())[1] == "July"


def test_a_sample_is_not_loaded():
    loaded("cpt", date(2026, 1, 1), official=False)
    loaded("cpt-sample", date(2026, 1, 1), official=False)
    assert line_of("cpt", said())[1] == "-"


def test_a_release_loaded_ahead():
    loaded("mue", date(2027, 1, 1), name="Ahead")
    assert line_of("mue", said())[1:5] == ["Ahead", "2027-01-01", "in", "40"]


def test_a_licensed_source_is_loaded_from_the_operators_files():
    loaded("cpt", date(2024, 1, 1))
    assert said("--due")[-1] == "  manage.py load_release cpt FILE… --effective 2026-01-01"


def test_parts_that_the_newest_release_did_not_bring():
    loaded("ncci-ptp", date(2026, 10, 1), parts=["edits practitioner"])
    loaded("ncci-ptp", date(2026, 7, 1), parts=["edits practitioner", "edits hospital"])
    loaded("ncci-ptp", date(2026, 4, 1), parts=["edits hospital", "edits dme"])
    lines = said()
    place = next(number for number, line in enumerate(lines) if line.startswith("ncci-ptp"))
    assert lines[place + 1 : place + 3] == ["  still of 2026-07-01: edits hospital", "  still of 2026-04-01: edits dme"]


def test_parts_loaded_apart_for_the_same_day_are_not_older():
    loaded("ncci-ptp", date(2026, 10, 1), parts=["edits practitioner"])
    loaded("ncci-ptp", date(2026, 10, 1), parts=["edits hospital"])
    assert not [line for line in said() if "still of" in line]


def test_for_programs():
    loaded("hcpcs", date(2026, 7, 1), name="HCPCS July 2026", parts=["codes"])
    (found,) = json.loads("".join(said("--json", "--due")))
    assert found == {
        "source": "hcpcs",
        "title": "HCPCS Level II",
        "loaded": {
            "name": "HCPCS July 2026",
            "effective": "2026-07-01",
            "loaded_at": "2026-11-02T09:30:00+00:00",
            "age_in_days": 144,
        },
        "older_parts": {},
        "state": "due",
        "date": "2026-10-01",
        "words": "due since 1 October 2026 (52 days)",
        "command": "manage.py fetch_release hcpcs",
    }
    everything = json.loads("".join(said("--json")))
    assert len(everything) == len(SOURCES)
    assert everything[0]["loaded"] is None and everything[0]["command"] is None


def test_help_shows_how(capsys):
    with pytest.raises(SystemExit):
        call_command("releases", "--help")
    help = capsys.readouterr().out
    assert "manage.py releases --check --due\n" in help
    assert "never loaded is not due" in help
