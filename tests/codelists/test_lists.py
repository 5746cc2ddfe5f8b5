"""A reader's own lists: begun, shown, edited, deleted, from the page of a code too."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import close_account, everything_about
from accounts.models import OpenedPage
from codelists import policy
from codelists.actions import Refused, add, create, share
from codelists.collect_views import WAITING
from codelists.models import CodeList, Entry, Version
from codelists.shown import PAGE
from codes.models import Code
from tests.builders import a_code, a_modifier, a_reader, a_release
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db


def statements(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


class TestBegin:
    def test_it_works(self, member, member_user):
        answer = member.post("/lists/new/", {"name": " Knee\n surgery ", "description": "For\r\nMondays"})
        made = CodeList.objects.get()
        assert (answer.url, made.owner, made.name) == (f"/lists/{made.pk}/", member_user, "Knee surgery")
        assert made.description == "For\nMondays"
        assert "Knee surgery" in member.get("/lists/").text
        assert "There is no code in it yet." in member.get(answer.url).text

    @pytest.mark.parametrize(
        "fields", [{}, {"name": " \u202e "}, {"name": "x" * 121}, {"name": "x", "description": "y" * 2_001}]
    )
    def test_what_is_no_name_is_told(self, member, fields):
        assert member.post("/lists/new/", {"csrf": ""} | fields).status_code == 400
        assert CodeList.objects.count() == 0

    def test_one_too_many_is_refused(self, member, member_user, monkeypatch):
        monkeypatch.setattr(policy, "LISTS_PER_READER", 1)
        a_list()
        a_list(member_user)
        answer = member.post("/lists/new/", {"name": "Another"})
        assert answer.status_code == 400
        assert "as many as there may be" in answer.text


class TestShown:
    def test_it_works(self, member, member_user):
        codes = [(a_code("Q01.2"), "Ask for the <b>side</b>"), a_code("99901", "cpt"), a_modifier("50")]
        found = a_list(member_user, codes, description="For Mondays")
        page = member.get(f"/lists/{found.pk}/").text
        assert "Ask for the &lt;b&gt;side&lt;/b&gt;" in page
        assert page.index(">Q01.2<") < page.index(">99901<") < page.index(">50<")
        for words in ("Invented ailment Q01.2", "Invented service 99901", "3 codes", "For Mondays", "Nobody else sees"):
            assert words in page
        assert OpenedPage.objects.count() == 0

    def test_official_words_that_need_a_licence_stand_nowhere(self, member, member_user):
        code = a_code("99901", "cpt", title="Our title", descriptor="Official words", short_descriptor="OFFICIAL WDS")
        found = a_list(member_user, [code])
        share(code_list=found, wanted=True)
        found.refresh_from_db()
        addresses = ["", ".csv", "edit/", "order/", "versions/", "import/"]
        addresses = [f"/lists/{found.pk}{'' if each == '.csv' else '/'}{each}" for each in addresses]
        addresses += [f"/lists/shared/{found.token}/", f"/lists/shared/{found.token}.csv", "/lists/add/cpt/99901/"]
        for address in addresses:
            answer = member.get(address)
            assert answer.status_code == 200
            assert "official w" not in answer.text.lower()
        assert "Our title" in member.get(addresses[0]).text

    def test_a_deleted_code_names_what_replaced_it(self, member, member_user):
        old = a_code("Q01.1", status="deleted", effective_to="2020-09-30")
        new = a_code("Q01.3")
        old.relations.create(kind="replaced_by", target=new)
        page = member.get(a_list(member_user, [old]).get_absolute_url()).text
        assert "Deleted" in page
        assert 'Replaced by <a class="code" href="/icd10cm/Q01.3/">Q01.3</a>' in page

    def test_a_code_that_is_not_loaded_any_more_is_named(self, member, member_user):
        found = create(owner=member_user, name="Old", entries={("hcpcs", "V9999"): "gone"})
        page = member.get(found.get_absolute_url()).text
        assert "Not in the loaded releases" in page
        assert "V9999" in member.get(f"/lists/{found.pk}.csv").text

    def test_pages_cost_the_same_however_long_the_list_is(self, member, member_user):
        codes = [a_code(f"Q{i:04d}", release=a_release() if i < 3 else None) for i in range(PAGE + 5)]
        short, long = a_list(member_user, codes[:1]), a_list(member_user, codes)
        for ending in ("", "?on=2020-01-01", "?version=1&page=2"):
            costs = {statements(member, f"/lists/{each.pk}/{ending}") for each in (short, long)}
            assert max(costs) <= 8
        assert "Page 2 of 2" in member.get(f"/lists/{long.pk}/?page=99").text

    def test_a_guest_is_led_to_the_sign_in(self, guest):
        found = a_list()
        for address in ("/lists/", "/lists/new/", f"/lists/{found.pk}/", f"/lists/{found.pk}.csv", "/lists/compare/"):
            assert guest.get(address).url == f"/accounts/login/?next={address}"
        for part in ("edit", "order", "import", "restore", "share", "copy", "delete", "details"):
            assert guest.post(f"/lists/{found.pk}/{part}/").status_code == 302
        assert CodeList.objects.count() == 1

    def test_nobody_reaches_anothers(self, member):
        found = a_list(codes=[a_code()], name="Theirs")
        for part in ("", "edit/", "order/", "import/", "versions/", "details/", "delete/"):
            assert member.get(f"/lists/{found.pk}/{part}").status_code == 404
            assert member.post(f"/lists/{found.pk}/{part}").status_code in (404, 405)
        for part in ("restore", "share", "copy"):
            assert member.post(f"/lists/{found.pk}/{part}/", {"version": "1", "wanted": "yes"}).status_code == 404
        assert member.get(f"/lists/{found.pk}.csv").status_code == 404
        assert "Theirs" not in member.get(f"/lists/compare/?one={found.pk}&other={found.pk}").text
        assert contents(found) == [("Q01.1", "")]

    @pytest.mark.parametrize("ending", ["?on=2020-02-30", "?on=x"])
    def test_a_day_that_is_none_is_told(self, member, member_user, ending):
        answer = member.get(a_list(member_user, [a_code()]).get_absolute_url() + ending)
        assert answer.status_code == 400
        assert "That is no day of the calendar" in answer.text
        assert "Q01.1" in answer.text

    @pytest.mark.parametrize("ending", ["?version=9", f"?version={'9' * 300}"])
    def test_a_version_that_is_none_is_a_404(self, member, member_user, ending):
        assert member.get(a_list(member_user).get_absolute_url() + ending).status_code == 404

    @pytest.mark.parametrize("ending", ["?version=x", "?version=²", "?page=-1", "?page=²", "?version=0"])
    def test_what_is_no_number_is_the_newest_or_the_first(self, member, member_user, ending):
        assert member.get(a_list(member_user).get_absolute_url() + ending).status_code == 200

    @pytest.mark.parametrize("pk", ["0", "9" * 25])
    def test_a_list_that_is_none_is_a_404(self, member, pk):
        assert member.get(f"/lists/{pk}/").status_code == 404


class TestDays:
    """How codes stood on a day, as their own pages say it."""

    def chips(self, browser, found, day):
        page = browser.get(f"/lists/{found.pk}/?on={day}").text
        return [part.split("</span>")[0].split(">")[-1] for part in page.split('<span class="chip')[2::2]][-1]

    def test_the_publishers_dates_count(self, member, member_user):
        found = a_list(member_user, [a_code("Q01.1", effective_from="2024-01-01", effective_to="2024-12-31")])
        says = {
            "2023-12-31": "Not yet in effect",
            "2024-01-01": "Valid",
            "2024-12-31": "Valid",
            "2025-01-01": "Deleted",
        }
        assert {day: self.chips(member, found, day) for day in says} == says

    def test_what_later_releases_brought_was_not_there(self, member, member_user):
        first = a_release(effective="2024-10-01", first=True)
        second = a_release(effective="2025-10-01")
        new, old = a_code("Q01.1", release=second), a_code("Q01.2", release=first)
        old.changes.create(release=second, kind="revised", field="descriptor", system="icd10cm", value="Q01.2")
        new.changes.create(release=second, kind="added", field="", system="icd10cm", value="Q01.1")
        one, other = a_list(member_user, [new]), a_list(member_user, [old])
        days = ("2024-12-01", "2025-12-01")
        assert [self.chips(member, one, day) for day in days] == ["Not yet in effect", "Valid"]
        assert [self.chips(member, other, day) for day in days] == ["Valid", "Valid"]
        assert self.chips(member, other, "2020-01-01") == "Not known"

    def test_a_later_deletion_is_taken_back(self, member, member_user):
        first, second = a_release(effective="2024-10-01", first=True), a_release(effective="2025-10-01")
        gone = a_code("Q01.1", release=first, status="deleted", effective_to="2025-09-30")
        for field, before in (("status", ""), ("effective_to", "")):
            names = {"system": "icd10cm", "value": "Q01.1", "field": field, "before": before}
            gone.changes.create(release=second, kind="ended", **names)
        found = a_list(member_user, [gone])
        assert self.chips(member, found, "2025-01-01") == "Valid"
        assert self.chips(member, found, "2025-10-01") == "Deleted"

    def test_a_header_is_one(self, member, member_user):
        assert self.chips(member, a_list(member_user, [a_code(kind="heading")]), "2026-05-01") == "Header"


class TestEdit:
    def test_it_works(self, member, member_user):
        codes = [(a_code("Q01.1"), "one"), (a_code("Q01.2"), "two"), (a_code("Q01.3"), "three")]
        found = a_list(member_user, codes)
        fields = {"note icd10cm/Q01.1": " new\x00 ", "note icd10cm/Q01.2": "two", "remove": ["icd10cm/Q01.3"]}
        answer = member.post(f"/lists/{found.pk}/edit/", fields, follow=True)
        assert "Saved as version 2" in answer.text
        assert contents(found) == [("Q01.1", "new"), ("Q01.2", "two")]
        assert contents(found, 1) == [("Q01.1", "one"), ("Q01.2", "two"), ("Q01.3", "three")]

    def test_nothing_changed_is_no_version(self, member, member_user):
        found = a_list(member_user, [(a_code(), "one")])
        fields = {"note icd10cm/Q01.1": "one", "note icd10cm/Q99.9": "of another", "remove": ["nothing", "x/y", ""]}
        assert "Nothing was changed" in member.post(f"/lists/{found.pk}/edit/", fields, follow=True).text
        assert Version.objects.count() == 1

    def test_a_note_that_is_too_long_is_cut(self, member, member_user):
        found = a_list(member_user, [a_code()])
        member.post(f"/lists/{found.pk}/edit/", {"note icd10cm/Q01.1": "x" * 9_000})
        assert contents(found) == [("Q01.1", "x" * policy.LONGEST_NOTE)]

    def test_the_name(self, member, member_user):
        found = a_list(member_user, description="Old words")
        assert "Old words" in member.get(f"/lists/{found.pk}/details/").text
        member.post(f"/lists/{found.pk}/details/", {"name": "Hips", "description": ""})
        found.refresh_from_db()
        assert (found.name, found.description, found.version) == ("Hips", "", 1)
        assert member.post(f"/lists/{found.pk}/details/", {"name": ""}).status_code == 400

    def test_delete(self, member, member_user):
        found = a_list(member_user, [a_code()])
        assert "with all its versions" in member.get(f"/lists/{found.pk}/delete/").text
        assert CodeList.objects.count() == 1
        assert member.post(f"/lists/{found.pk}/delete/").url == "/lists/"
        assert (CodeList.objects.count(), Entry.objects.count(), Version.objects.count()) == (0, 0, 0)

    def test_copy(self, member, member_user):
        found = a_list(member_user, [(a_code("Q01.2"), "two"), a_code("Q01.1")], name="x" * 120, description="Why")
        answer = member.post(f"/lists/{found.pk}/copy/", follow=True)
        assert "has versions of its own" in answer.text
        made = CodeList.objects.get(name=f"Copy of {'x' * 112}")
        assert (made.owner, made.description, made.token) == (member_user, "Why", None)
        assert contents(made) == [("Q01.2", "two"), ("Q01.1", "")]
        assert made.versions.get().what == f"Copied from “{found.name}”, version 1"

    def test_a_copy_too_many_is_refused(self, member, member_user, monkeypatch):
        monkeypatch.setattr(policy, "LISTS_PER_READER", 1)
        answer = member.post(f"/lists/{a_list(member_user).pk}/copy/", follow=True)
        assert "as many as there may be" in answer.text
        assert CodeList.objects.count() == 1

    def test_a_form_of_elsewhere_is_refused(self, member_user):
        browser, found = Client(enforce_csrf_checks=True), a_list(member_user)
        browser.force_login(member_user)
        for part in ("delete", "share", "edit", "order", "import", "restore", "copy"):
            assert browser.post(f"/lists/{found.pk}/{part}/", {"wanted": "yes"}).status_code == 403


class TestLimits:
    def test_entries(self, member_user, monkeypatch):
        monkeypatch.setattr(policy, "ENTRIES_PER_LIST", 2)
        found = a_list(member_user, [a_code("Q01.1"), a_code("Q01.2")])
        with pytest.raises(Refused, match="holds up to 2 codes; this would be 3"):
            add(code_list=found, by=member_user, entries={("icd10cm", "Q01.3"): ""})
        with pytest.raises(Refused, match="holds up to 2"):
            a_list(member_user, [Code(system="icd10cm", value=f"Q0{i}") for i in range(3)])
        assert CodeList.objects.count() == 1

    def test_versions(self, member, member_user, monkeypatch):
        monkeypatch.setattr(policy, "VERSIONS_PER_LIST", 1)
        found = a_list(member_user, [a_code()])
        answer = member.post(f"/lists/{found.pk}/edit/", {"remove": "icd10cm/Q01.1"}, follow=True)
        assert "as many as there may be" in answer.text
        assert contents(found) == [("Q01.1", "")]


def test_they_stand_in_the_file_of_the_account_and_go_with_it(member_user):
    found = a_list(member_user, [(a_code(), "left")], description="For Mondays")
    add(code_list=found, by=member_user, entries={("icd10cm", "Q01.1"): "right"})
    (told,) = everything_about(member_user)["code lists"]
    assert (told["name"], told["description"], told["shared"]) == ("Knees", "For Mondays", False)
    assert [version["number"] for version in told["versions"]] == [2, 1]
    assert {(code["note"], code["since version"], code["until version"]) for code in told["codes"]} == {
        ("left", 1, 1),
        ("right", 2, None),
    }
    close_account(user=member_user)
    assert (CodeList.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_nav_leads_there(member):
    assert '<a href="/lists/"' in member.get("/account/").text


def test_a_reader_is_named_nowhere_else(member, member_user):
    a_list(a_reader(name="Someone Else"))
    assert "None yet" in member.get("/lists/").text


CODES = "icd10cm,Q01.1\nicd10cm,Q01.2\nicd10cm,Q99.9"


@pytest.fixture
def two_codes():
    return [a_code(), a_code("Q01.2")]


@pytest.mark.usefixtures("two_codes")
class TestSeveralCodes:
    def test_into_a_new_list(self, member, member_user):
        answer = member.post("/lists/collect/", {"codes": CODES, "list": "new", "name": "Hips"})
        made = CodeList.objects.get()
        assert (answer.url, made.owner, made.name) == (f"/lists/{made.pk}/", member_user, "Hips")
        assert contents(made) == [("Q01.1", ""), ("Q01.2", "")]
        assert "2 codes put into your list “Hips”." in member.get(answer.url).text

    def test_into_one_that_is_there(self, member, member_user, two_codes):
        found = a_list(member_user, [(two_codes[0], "kept")])
        member.post("/lists/collect/", {"codes": CODES, "list": found.pk})
        assert contents(found) == [("Q01.1", "kept"), ("Q01.2", "")]
        assert [version.what for version in found.versions.all()] == ["2 codes added", "Begun"]

    def test_where_they_go_is_asked(self, member):
        page = member.post("/lists/collect/", {"codes": CODES})
        assert page.status_code == 200
        assert "Add 2 codes to a list" in page.text
        assert CodeList.objects.count() == 0

    def test_what_is_wrong_is_told(self, member, monkeypatch):
        for fields in ({"list": "new"}, {"list": a_list().pk}, {"list": "x"}):
            assert member.post("/lists/collect/", {"codes": CODES} | fields).status_code == 400
        monkeypatch.setattr(policy, "ENTRIES_PER_LIST", 1)
        page = member.post("/lists/collect/", {"codes": CODES, "list": "new", "name": "Hips"})
        assert page.status_code == 400
        assert "A list holds up to 1 codes; this would be 2." in page.text
        assert "icd10cm,Q01.1" in page.text

    @pytest.mark.parametrize("codes", ["", "nonsense", "\0"])
    def test_without_codes_there_is_nothing_to_do(self, member, codes):
        page = member.post("/lists/collect/", {"codes": codes}, follow=True)
        assert page.redirect_chain[-1][0] == "/lists/"

    def test_a_guest_logs_in_and_loses_nothing(self, guest, member_user):
        answer = guest.post("/lists/collect/", {"codes": CODES, "note": "not theirs"})
        assert answer.url == "/accounts/login/?next=/lists/collect/"
        assert [value for key, value in guest.session.items() if key == WAITING] == [CODES]
        assert "not theirs" not in str(dict(guest.session.items()))
        guest.force_login(member_user)
        assert "Add 2 codes to a list" in guest.get("/lists/collect/").text
        guest.post("/lists/collect/", {"codes": CODES, "list": "new", "name": "Hips"})
        assert contents(CodeList.objects.get()) == [("Q01.1", ""), ("Q01.2", "")]
        assert WAITING not in guest.session

    def test_a_form_of_elsewhere_is_refused(self, member_user):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(member_user)
        assert browser.post("/lists/collect/", {"codes": CODES, "list": "new", "name": "x"}).status_code == 403
