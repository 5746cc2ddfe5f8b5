"""The letter that tells the operators what is due."""

from datetime import date
from io import StringIO

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from codes import actions, letters, standing
from codes.models import DueNotice
from tests.accounts.test_letters import postbox, smtp  # noqa: F401 - fixtures
from tests.builders import a_reader, a_release

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(standing, "localdate", lambda: date(2026, 11, 22))


@pytest.fixture
def operator():
    return a_reader(email="operator@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def hcpcs():
    """A release that is out of date by one quarter."""
    return a_release("hcpcs", effective=date(2026, 7, 1), name="HCPCS July 2026")


def sent():
    """Run the command; returns what it said."""
    out = StringIO()
    call_command("due_letter", stdout=out)
    return out.getvalue().strip()


def told():
    return list(DueNotice.objects.order_by("pk").values_list("source", "due"))


def test_it_works(operator, hcpcs, postbox):  # noqa: F811
    assert sent() == "1 of 1 operators told what is due: hcpcs"
    ((sender, recipients, text),) = postbox.letters
    assert (sender, recipients) == ("office@codeahead.example", ["operator@example.org"])
    assert "Subject: CodeAhead: 1 release is due" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "HCPCS Level II: due since 1 October 2026 (52 days)" in text
    assert "loaded: HCPCS July 2026, effective 1 July 2026" in text
    assert "manage.py fetch_release hcpcs" in text
    assert told() == [("hcpcs", DUE)]


def test_each_missing_release_is_told_of_once(operator, hcpcs):
    sent()
    assert sent() == "nothing new is due"
    a_release("", source="mue", effective=date(2026, 7, 1))
    assert sent() == "1 of 1 operators told what is due: mue"
    assert [letter.subject for letter in mail.outbox] == ["CodeAhead: 1 release is due"] * 2
    assert told() == [("hcpcs", DUE), ("mue", DUE)]


def test_the_next_missing_release_is_told_of_again(operator, hcpcs, monkeypatch):
    sent()
    a_release("hcpcs", effective=DUE)
    assert sent() == "nothing new is due"
    monkeypatch.setattr(standing, "localdate", lambda: date(2027, 1, 1))
    sent()
    assert told() == [("hcpcs", DUE), ("hcpcs", date(2027, 1, 1))]


def test_one_letter_for_all_that_is_due(operator, hcpcs):
    a_release("cpt", effective=date(2025, 1, 1))
    assert sent() == "1 of 1 operators told what is due: hcpcs, cpt"
    (letter,) = mail.outbox
    assert letter.subject == "CodeAhead: 2 releases are due"
    assert "of these sources a newer release is out" in letter.body
    assert "manage.py load_release cpt FILE… --effective 2026-01-01" in letter.body


@pytest.mark.parametrize("fields", [{"official": False}, {"effective": DUE}, {"undone_at": "2026-11-01T00:00Z"}])
def test_only_what_the_operator_uses_can_be_due(operator, fields):
    """A source that was never loaded, a sample and a load that was taken back ask for nothing."""
    a_release("hcpcs", **({"effective": date(2026, 7, 1)} | fields))
    assert sent() == "nothing new is due"
    assert mail.outbox == []


def test_every_operator_gets_a_letter_and_reads_no_other_address(operator, hcpcs):
    a_reader(email="second@example.org", is_superuser=True)
    a_reader(email="gone@example.org", is_superuser=True, is_active=False)
    a_reader(email="editor@example.org", is_staff=True)
    assert sent() == "2 of 2 operators told what is due: hcpcs"
    assert [letter.recipients() for letter in mail.outbox] == [["operator@example.org"], ["second@example.org"]]


def test_without_an_operator_nothing_is_taken_for_told(hcpcs):
    with pytest.raises(CommandError, match="no operator to write to"):
        sent()
    assert told() == []


def test_a_mail_server_that_is_away_is_tried_again_the_next_time(operator, hcpcs, smtp, request):  # noqa: F811
    with pytest.raises(CommandError, match="the mail server is away .*the next run tries again") as refused:
        sent()
    assert "@" not in str(refused.value)
    assert told() == []
    box = request.getfixturevalue("postbox")
    assert sent() == "1 of 1 operators told what is due: hcpcs"
    assert [recipients for _, recipients, _ in box.letters] == [["operator@example.org"]]


class Refusing(EmailBackend):
    """Takes letters to one address only."""

    def send_messages(self, letters):
        if letters[0].to != ["second@example.org"]:
            raise OSError("refused")
        return super().send_messages(letters)


def test_one_bad_address_does_not_keep_the_others_from_theirs(operator, hcpcs, settings):
    a_reader(email="second@example.org", is_superuser=True)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert sent() == "1 of 2 operators told what is due: hcpcs"
    assert [letter.to for letter in mail.outbox] == [["second@example.org"]]
    assert told() == [("hcpcs", DUE)]


def test_a_letter_that_nobody_took_is_not_taken_for_told(operator, hcpcs, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with pytest.raises(CommandError, match="the mail server took no letter"):
        sent()
    assert told() == []


def test_two_workers_do_not_write_the_same_letter(operator, hcpcs):
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [letters.LOCK])
        assert sent() == "nothing new is due"
        assert mail.outbox == []
        other.execute("SELECT pg_advisory_unlock(%s)", [letters.LOCK])
    assert sent() == "1 of 1 operators told what is due: hcpcs"


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_and_goes_on_without_a_mail_server(operator, hcpcs, smtp, capsys):  # noqa: F811
    call_command("run_periodic", "--once")
    said = capsys.readouterr()
    assert "guests" in said.out and "forgotten" in said.out
    assert said.err.startswith("due_letter: the mail server is away")
    assert "@" not in said.err


def test_the_desk_shows_what_is_due(editor, hcpcs):
    page = editor.get("/admin/").text
    assert "due since 1 October 2026 (52 days)" in page
    assert "HCPCS July 2026" in page


def test_the_database_holds_that_each_is_told_once():
    DueNotice.objects.create(source="hcpcs", due=DUE)
    with pytest.raises(IntegrityError, match="told_once_of_each_due_release"), transaction.atomic():
        DueNotice.objects.create(source="hcpcs", due=DUE)
    actions.remember_notices(dues=[("hcpcs", DUE), ("mue", DUE)])
    assert told() == [("hcpcs", DUE), ("mue", DUE)]
