"""manage.py fetch_release: finds the release, fetches its files and hands them to load_release."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands

from codes.management.commands import fetch_release
from codes.releases.addresses import TITLES
from tests.releases.publisher import a_publisher, a_zip


@pytest.fixture
def publisher(settings, tmp_path, monkeypatch):
    """A publisher on this machine, which the table of addresses names for hcpcs and mue; today is 22 November 2026."""
    monkeypatch.setattr(fetch_release, "localdate", lambda: date(2026, 11, 22))
    monkeypatch.setattr(fetch_release, "PAUSES", (0,))
    with a_publisher() as publisher:
        table = tmp_path / "addresses.toml"
        table.write_text(
            f"""
            [hcpcs]
            page = "https://publisher.example.org/hcpcs"
            files = [["{publisher.url("/{month}-{year}.zip")}", "{publisher.url("/{mon}-{yy}.zip")}"]]
            [mue]
            files = ["{publisher.url("/1.zip")}", "{publisher.url("/2.zip")}", "{publisher.url("/3.zip")}"]
            """
        )
        settings.RELEASE_ADDRESSES = str(table)
        settings.BASE_DIR = tmp_path
        yield publisher


@pytest.fixture
def loaded(monkeypatch):
    """What load_release was called with."""
    calls = []
    monkeypatch.setattr(fetch_release, "call_command", lambda *args, **options: calls.append((args, options)))
    return calls


def run(*words):
    """(stdout, stderr) of the command."""
    out, err = StringIO(), StringIO()
    call_command("fetch_release", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*words):
    with pytest.raises(CommandError) as raised:
        run(*words)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def given(calls):
    """The one call of load_release: its words, its date and its name."""
    [(words, options)] = calls
    return words, options["effective"], options["name"]


def test_it_works(publisher, loaded, tmp_path):
    publisher.put("/october-2026.zip")

    out, err = run("hcpcs")

    path = tmp_path / "var" / "releases" / "hcpcs" / "october-2026.zip"
    assert given(loaded) == (
        ("load_release", "hcpcs", str(path)),
        date(2026, 10, 1),
        "HCPCS Level II October 2026",
    )
    assert path.read_bytes() == publisher.files["/october-2026.zip"].body
    assert out == f"HCPCS Level II October 2026: 1 file in {path.parent}\n"
    assert err.endswith(" s  october-2026.zip: 102.5 kB\n")


def test_a_release_that_is_named(publisher, loaded):
    publisher.put("/july-2025.zip")
    run("hcpcs", "--year", "2025", "--quarter", "3")
    assert given(loaded)[1:] == (date(2025, 7, 1), "HCPCS Level II July 2025")


def test_another_name_of_the_file(publisher, loaded, tmp_path):
    publisher.put("/oct-26.zip")
    run("hcpcs")
    assert given(loaded)[0][2:] == (str(tmp_path / "var/releases/hcpcs/oct-26.zip"),)


def test_several_files_are_loaded_together(publisher, loaded, tmp_path):
    for n in (1, 2, 3):
        publisher.put(f"/{n}.zip")
    run("mue", "--folder", str(tmp_path / "here"))
    assert given(loaded)[0] == ("load_release", "mue", *(str(tmp_path / "here" / f"{n}.zip") for n in (1, 2, 3)))


def test_own_addresses_on_the_command_line(publisher, loaded, tmp_path):
    urls = [publisher.put(f"/other/{name}.zip") for name in "abc"]
    run("hcpcs", "--year", "2026", "--from", *urls[:2], "--from", urls[2])
    words, effective, _ = given(loaded)
    assert [word.rsplit("/", 1)[-1] for word in words[2:]] == ["a.zip", "b.zip", "c.zip"]
    assert effective == date(2026, 1, 1)


def test_licensed_files_from_a_server_of_ones_own(publisher, loaded):
    run("cpt", "--from", publisher.put("/cpt.zip"))
    assert given(loaded)[1:] == (date(2026, 1, 1), "CPT 2026")


def test_fetch_only(publisher, loaded, tmp_path):
    publisher.put("/october-2026.zip")
    out, _ = run("hcpcs", "--no-load")
    assert loaded == []
    path = tmp_path / "var/releases/hcpcs/october-2026.zip"
    assert path.is_file()
    assert out.splitlines()[-1] == (
        f"Load with: manage.py load_release hcpcs {path} --effective 2026-10-01 --name 'HCPCS Level II October 2026'"
    )


def test_a_dry_run_asks_nobody(publisher, loaded, tmp_path):
    out, err = run("hcpcs", "--dry-run")
    assert out.splitlines() == [
        "HCPCS Level II October 2026, effective 2026-10-01",
        f"  {publisher.url('/october-2026.zip')}",
        f"    or {publisher.url('/oct-26.zip')}",
        "The publisher's page: https://publisher.example.org/hcpcs",
    ]
    assert (err, publisher.asked, loaded) == ("", [], [])
    assert not (tmp_path / "var").exists()


def test_a_dry_run_says_what_is_only_a_pattern(publisher):
    pattern = "These names follow the pattern of earlier releases: this release's may differ."
    assert pattern in run("fees", "--year", "2027", "--dry-run")[0].splitlines()
    assert pattern not in run("fees", "--dry-run")[0].splitlines()
    assert pattern not in run("fees", "--year", "2027", "--dry-run", "--from", "https://a.example.org/b.zip")[0]


def test_without_a_table_of_ones_own(publisher, settings):
    del settings.RELEASE_ADDRESSES
    assert "https://www.cms.gov/files/zip/october-2026-alpha-numeric-hcpcs-file.zip" in run("hcpcs", "--dry-run")[0]


# Refusals


def test_a_file_that_is_not_there(publisher, loaded):
    assert refused("hcpcs") == (
        f"{publisher.url('/october-2026.zip')}: answers 404 Not Found (nor is it under 1 other name); "
        "the publisher's names are on https://publisher.example.org/hcpcs: give them with --from"
    )
    assert loaded == []


def test_a_web_page_instead_of_a_file(publisher, loaded):
    url = publisher.put("/license", b"<html>", type="text/html")
    assert refused("hcpcs", "--from", url).startswith(f"{url}: the address answers with a web page, not a file; ")
    assert loaded == []


def test_a_publisher_in_trouble(publisher, loaded):
    url = publisher.put("/october-2026.zip", statuses=[500] * 9)
    assert refused("hcpcs") == f"{url}: answers 500 Internal Server Error"
    assert loaded == []


def test_if_one_file_cannot_be_had_none_is_loaded(publisher, loaded, tmp_path):
    publisher.put("/1.zip")
    publisher.put("/2.zip", statuses=[503] * 9)
    publisher.put("/3.zip")
    assert refused("mue") == f"{publisher.url('/2.zip')}: answers 503 Service Unavailable"
    assert loaded == []

    publisher.files["/2.zip"].statuses = []
    _, err = run("mue")
    assert "1.zip: unchanged" in err
    assert len(given(loaded)[0]) == 5


def test_nothing_is_loaded_of_a_damaged_file(publisher, loaded):
    publisher.put("/october-2026.zip", a_zip()[:-500])
    assert "the zip is damaged: " in refused("hcpcs")
    assert loaded == []


def test_two_files_of_one_name(publisher, loaded):
    urls = [publisher.put("/practitioner/edits.zip"), publisher.put("/hospital/edits.zip")]
    assert refused("mue", "--from", *urls).startswith("two of the addresses gave files of one name in ")
    assert loaded == []


def test_an_unsafe_address(publisher, loaded):
    assert refused("hcpcs", "--from", "file:///etc/passwd") == ("file:///etc/passwd: only https addresses are fetched")


def test_cpt_has_no_address(publisher):
    assert refused("cpt").startswith("cpt: the AMA licenses CPT and publishes no open files")


def test_a_release_that_is_none(publisher):
    assert refused("icd10cm", "--quarter", "3") == "icd10cm: there is no release in quarter 3, only in 2 or 4"


def test_a_source_that_is_none(publisher):
    assert "invalid choice: 'icd9'" in refused("icd9")


def test_a_table_that_cannot_be_used(publisher, settings, tmp_path):
    settings.RELEASE_ADDRESSES = str(tmp_path / "none.toml")
    assert refused("hcpcs") == f"{tmp_path}/none.toml: No such file or directory"


def test_a_folder_that_cannot_be_made(publisher, tmp_path):
    (tmp_path / "file").write_text("")
    publisher.put("/october-2026.zip")
    assert refused("hcpcs", "--folder", str(tmp_path / "file" / "here")) == f"{tmp_path}/file/here: Not a directory"


def test_stopped_by_hand(publisher, loaded, monkeypatch):
    def stop(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch_release, "first_of", stop)
    with pytest.raises(CommandError, match="stopped: the next run goes on where this one broke off") as raised:
        run("hcpcs")
    assert raised.value.returncode == 130
    assert loaded == []


def test_what_load_release_refuses_is_refused_and_the_files_are_kept(publisher, monkeypatch, tmp_path):
    def refuse(*args, **options):
        raise CommandError("Damaged")

    monkeypatch.setattr(fetch_release, "call_command", refuse)
    publisher.put("/october-2026.zip")
    assert refused("hcpcs") == "Damaged"
    assert (tmp_path / "var/releases/hcpcs/october-2026.zip").is_file()


# Help


def test_the_help_names_all_sources_and_examples(capsys):
    with pytest.raises(SystemExit):
        get_help()
    words = capsys.readouterr().out
    for source, title in TITLES.items():
        assert f"\n  {source:17}{title}\n" in words
    assert "manage.py fetch_release hcpcs\n" in words


def get_help():
    assert "fetch_release" in get_commands()
    fetch_release.Command().run_from_argv(["manage.py", "fetch_release", "--help"])
