"""Pages that are kept as drawn: the next request after a write shows it, and nothing personal is kept."""

import re
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from codes import kept
from codes.models import Code, Note, Section, Stamp
from tests.builders import a_code, a_full_code, a_release
from tests.test_query_counts import statements

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def drawings(monkeypatch):
    """What was drawn anew."""
    made = []
    draw = kept.draw

    def watched(*args, **options):
        made.append(draw(*args, **options))
        return made[-1]

    monkeypatch.setattr(kept, "draw", watched)
    return made


@pytest.mark.django_db
def test_a_page_is_drawn_once(member, drawings):
    code = a_full_code()
    first, second = (TOKEN.sub("", member.get(code.url).content.decode()) for _ in range(2))
    assert len(drawings) == 1
    assert first == second


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda code: Code.objects.filter(pk=code.pk).update(common_language="Written anew"),
        lambda code: Section.objects.filter(code=code, kind="documentation").update(body="Written anew"),
        lambda code: Note.objects.create(code=code, kind="note", position=9, text="Written anew"),
        lambda code: code.payer_notes.update(text="Written anew"),
        lambda code: code.sources.update(title="Written anew"),
        lambda code: code.relations.update(why="Written anew"),
        lambda code: code.modifier_uses.update(when="Written anew"),
        lambda code: type(code.release).objects.update(name="Written anew"),
        lambda code: Code.objects.filter(modifier_uses=None, kind="modifier").update(title="Written anew"),
    ],
)
def test_what_is_written_shows_at_once(member, write):
    code = a_full_code()
    assert "Written anew" not in member.get(code.url).content.decode()
    write(code)
    assert "Written anew" in member.get(code.url).content.decode()


@pytest.mark.django_db
def test_guests_and_readers_are_kept_apart(guest, member_user):
    code = a_full_code(mark="zzplantedzz")
    guest.force_login(member_user)
    assert "Note zzplantedzz" in guest.get(code.url).content.decode()
    guest.logout()
    page = guest.get(code.url).content.decode()
    assert "Note zzplantedzz" not in page
    assert "Register to view content" in page


@pytest.mark.django_db
def test_days_and_hosts_are_kept_apart(member, drawings):
    code = a_code(release=a_release())
    for address in (code.url, f"{code.url}?on=2026-05-01", f"{code.url}?on=2026-06-01"):
        member.get(address)
    member.get(code.url, HTTP_HOST="localhost")
    assert len(drawings) == 4


@pytest.mark.django_db
def test_a_walled_page_is_not_kept(guest, drawings):
    guest.get(a_code("Q01.1").url)
    walled = a_code("Q01.2")
    for _ in range(2):
        assert guest.get(walled.url).status_code == 403
    assert len(drawings) == 3


@pytest.mark.django_db
def test_nothing_of_the_reader_is_kept(member, member_user, drawings):
    member_user.name = "Rea Der"
    member_user.save()
    code = a_full_code()
    member.get(code.url)
    (drawn,) = drawings
    text = f"{drawn.top}{drawn.body}{drawn.side}{drawn.structured}{drawn.summary}{drawn.title}"
    assert "Rea Der" not in text
    assert member_user.email not in text
    assert "remaining" not in text
    assert "csrf" not in text


@pytest.mark.django_db
def test_a_kept_page_costs_at_most_five(member, guest, member_user):
    code = a_full_code()
    assert statements(member, code.url) > 5
    assert statements(member, code.url) <= 5
    assert statements(member, f"{code.url}?on=2020-01-01") > 5
    assert statements(member, f"{code.url}?on=2020-01-01") <= 5


@pytest.mark.django_db
def test_stamps_are_swept_and_no_state_is_named_twice(member):
    def state():
        return Code.objects.for_page(code.system, code.value).get().written

    code = a_full_code()
    named = [state()]
    for _ in range(3):
        Section.objects.filter(code=code).update(body="Written")
        named.append(state())
        call_command("housekeeping", verbosity=0)
        assert Stamp.objects.count() == 1
        named.append(state())
    assert len(set(named)) == len(named)


@pytest.mark.django_db(transaction=True)
def test_a_write_that_began_earlier_and_ends_later_shows_too(member):
    """The greatest key would miss it: it was made before that of the write that ended first."""
    code = a_full_code()
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Section.objects.filter(code=code, kind="documentation").update(body="Slowly written")
            begun.set()
            assert go_on.wait(30)
        connection.close()

    writer = threading.Thread(target=slow)
    member.get(code.url)
    writer.start()
    assert begun.wait(30)
    Section.objects.filter(code=code, kind="when_to_use").update(body="Quickly written")
    page = member.get(code.url).content.decode()
    assert "Quickly written" in page
    assert "Slowly written" not in page
    go_on.set()
    writer.join()
    assert "Slowly written" in member.get(code.url).content.decode()


# Tables that no code page is drawn from, or whose rows are one reader's own: those stand beside what is kept.
BESIDE = {"codes_stamp", "codes_duenotice", "codes_draft", "codes_favourite", "codes_privatenote"}
BESIDE |= {"codes_textimport", "codes_textimport_drafts", "codes_searchedfor", "codes_searchesoff"}
BESIDE |= {"codes_searchindex", "codes_searchpart", "codes_searchdue", "codes_casenote"}


@pytest.mark.django_db
def test_every_table_of_a_page_is_stamped():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(t.oid) FROM pg_class c "
            "LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'stamp' "
            "WHERE c.relkind = 'r' AND c.relname LIKE 'codes\\_%' AND c.relname NOT LIKE '%historical%' GROUP BY 1"
        )
        triggers = dict(cursor.fetchall())
    assert {table for table, number in triggers.items() if not number} <= BESIDE
