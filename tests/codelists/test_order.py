"""The order of a list: moved by buttons, sorted, kept by versions, files and copies; moving a code writes one row."""

import csv
import io
import re
from itertools import permutations, product

import pytest

from codelists import actions, policy
from codelists.differences import difference
from codelists.models import CodeList, Entry, Version
from codelists.ordering import completed, keys_in, moved, text_of
from codelists.places import STEP, places, staying
from tests.builders import a_code
from tests.codelists.builders import a_list, contents

ONE, TWO, THREE, FOUR = (("icd10cm", f"Q01.{i}") for i in (1, 2, 3, 4))
VALUES = {"1": ONE, "2": TWO, "3": THREE, "4": FOUR}


def keys(text):
    return [VALUES[each] for each in text]


class TestPlaces:
    @pytest.mark.parametrize(
        ("before", "after", "stay"),
        [
            ("1234", "1234", "1234"),
            ("1234", "4123", "123"),
            ("1234", "2341", "234"),
            ("12", "3142", "12"),
            ("", "1", ""),
        ],
    )
    def test_as_many_stay_as_can(self, before, after, stay):
        assert staying(keys(before), keys(after)) == set(keys(stay))

    def test_as_many_stay_in_every_order(self):
        def rises(numbers):
            return list(numbers) == sorted(numbers)

        for order in permutations(range(5)):
            chosen = product([False, True], repeat=5)
            runs = ([n for n, taken in zip(order, each, strict=True) if taken] for each in chosen)
            most = max(len(run) for run in runs if rises(run))
            stay = staying(range(5), order)
            assert rises([n for n in order if n in stay])
            assert len(stay) == most

    @pytest.mark.parametrize("before", ["", "1234", "3142"])
    def test_places_follow_the_order(self, before):
        stood = {key: place for place, key in enumerate(keys(before))}
        for after in permutations(keys("1234")):
            found = places(stood, list(after))
            assert sorted(found, key=found.get) == list(after)
            assert len(set(found.values())) == 4

    def test_what_is_moved_alone_gets_another_place(self):
        stood = {ONE: STEP, TWO: 2 * STEP, THREE: 3 * STEP}
        assert places(stood, keys("312")) == {THREE: 0, ONE: STEP, TWO: 2 * STEP}
        assert places(stood, keys("132")) | {TWO: 0, THREE: 0} == {ONE: STEP, TWO: 0, THREE: 0}
        assert places(stood, keys("124")) == {ONE: STEP, TWO: 2 * STEP, FOUR: 3 * STEP}

    def test_where_there_is_no_room_all_get_another(self):
        assert places({ONE: 1, TWO: 2}, keys("132")) == {ONE: STEP, THREE: 2 * STEP, TWO: 3 * STEP}


class TestMoves:
    @pytest.mark.parametrize(
        ("how", "order"),
        [("top", "3124"), ("up", "1324"), ("down", "1243"), ("sideways", "1234"), ("", "1234")],
    )
    def test_how(self, how, order):
        assert moved(keys("1234"), THREE, how) == keys(order)

    def test_the_ends_stay(self):
        assert moved(keys("12"), ONE, "up") == moved(keys("12"), TWO, "down") == keys("12")
        assert moved(keys("12"), THREE, "up") == keys("12")

    def test_as_text_and_back(self):
        assert text_of(keys("21")) == "icd10cm/Q01.2 icd10cm/Q01.1"
        assert keys_in(text_of(keys("21"))) == keys("21")

    def test_what_a_form_holds_is_completed(self):
        assert completed(keys("3131"), keys("123")) == keys("312")
        assert completed([*keys_in("x x/y / 😀"), TWO], keys("12")) == keys("21")


@pytest.fixture
def code_list(member_user, db):
    """Q01.1 to Q01.4 in this order."""
    return a_list(member_user, [(a_code(value), f"note {value[-1]}") for _, value in VALUES.values()])


def order(code_list, version=None):
    return "".join(value[-1] for value, _ in contents(code_list, version))


def shown(page):
    """The codes of the form in the order in which they stand."""
    return "".join(re.findall(r'data-key="icd10cm/Q01\.(\d)"', page.text))


class TestForm:
    def test_it_works(self, member, code_list):
        address = f"/lists/{code_list.pk}/order/"
        assert f'href="{address}"' in member.get(f"/lists/{code_list.pk}/").text
        page = member.get(address)
        assert shown(page) == "1234"
        page = member.post(address, {"order": text_of(keys("1234")), "move": "up icd10cm/Q01.3"})
        assert (shown(page), order(code_list)) == ("1324", "1234")
        assert "Q01.3 is number 2 of 4." in page.text
        answer = member.post(address, {"order": text_of(keys("1324")), "do": "save"}, follow=True)
        assert "Saved as version 2." in answer.text
        assert order(code_list) == "1324"

    @pytest.mark.parametrize(
        ("move", "focused"),
        [
            ("up icd10cm/Q01.3", "up icd10cm/Q01.3"),
            ("up icd10cm/Q01.2", "down icd10cm/Q01.2"),
            ("top icd10cm/Q01.4", "down icd10cm/Q01.4"),
            ("down icd10cm/Q01.3", "up icd10cm/Q01.3"),
            ("down icd10cm/Q01.1", "down icd10cm/Q01.1"),
        ],
    )
    def test_the_focus_stays_on_the_row(self, member, code_list, move, focused):
        page = member.post(f"/lists/{code_list.pk}/order/", {"order": text_of(keys("1234")), "move": move}).text
        assert page.count(" autofocus>") == 1
        assert f'value="{focused}" autofocus>' in page

    def test_sorted_by_code(self, member, member_user, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("4231"))
        address = f"/lists/{code_list.pk}/order/"
        assert "Saved as version 3." in member.post(address, {"do": "sort"}, follow=True).text
        assert order(code_list) == "1234"
        assert code_list.versions.first().what == "Sorted by code"
        assert "The order is the same as before." in member.post(address, {"do": "sort"}, follow=True).text

    @pytest.mark.parametrize(
        "fields",
        [
            {"order": "x / 😀 icd10cm/Q99.9", "do": "save"},
            {"do": "save"},
            {"do": "nothing"},
            {"move": "up"},
            {"move": "x y"},
        ],
    )
    def test_what_is_no_order_changes_nothing(self, member, code_list, fields):
        assert member.post(f"/lists/{code_list.pk}/order/", fields).status_code in (200, 302)
        assert (order(code_list), Version.objects.count()) == ("1234", 1)

    def test_what_was_added_meanwhile_stands_behind(self, member, member_user, code_list):
        actions.edit(code_list=code_list, by=member_user, removed={ONE})
        actions.add(code_list=code_list, by=member_user, entries={("icd10cm", "Q01.5"): ""})
        member.post(f"/lists/{code_list.pk}/order/", {"order": text_of(keys("4321")), "do": "save"})
        assert order(code_list) == "4325"

    def test_a_thousand_codes(self, member, member_user, django_assert_max_num_queries):
        long = actions.create(
            owner=member_user, name="Long", entries={("hcpcs", f"V{i:04d}"): "" for i in range(1_000)}
        )
        every = [("hcpcs", f"V{i:04d}") for i in reversed(range(1_000))]
        with django_assert_max_num_queries(6):
            page = member.post(f"/lists/{long.pk}/order/", {"order": text_of(every), "move": "top hcpcs/V0500"})
        assert page.text.index(">V0500<") < page.text.index(">V0999<")
        answer = member.post(f"/lists/{long.pk}/order/", {"order": text_of(every), "do": "save"})
        assert (answer.status_code, contents(long)[0][0]) == (302, "V0999")

    def test_too_many_versions_are_refused(self, member, code_list, monkeypatch):
        monkeypatch.setattr(policy, "VERSIONS_PER_LIST", 1)
        fields = {"order": text_of(keys("4321")), "do": "save"}
        assert "as many as there may be" in member.post(f"/lists/{code_list.pk}/order/", fields, follow=True).text
        assert order(code_list) == "1234"


class TestKept:
    def test_moving_a_code_writes_one_row(self, member_user, code_list):
        made = actions.arrange(code_list=code_list, by=member_user, keys=keys("4123"))
        assert (made.added, made.removed, made.changed, made.moved) == (0, 0, 0, 1)
        assert Entry.objects.count() == 5
        assert [order(code_list, version) for version in (1, 2)] == ["1234", "4123"]

    def test_by_every_version(self, member_user, code_list):
        wanted = ["".join(each) for each in permutations("1234")]
        for each in wanted[1:]:
            actions.arrange(code_list=code_list, by=member_user, keys=keys(each))
        assert [order(code_list, number) for number in range(1, len(wanted) + 1)] == wanted
        assert [note for _, note in contents(code_list)] == ["note 4", "note 3", "note 2", "note 1"]

    def test_what_is_added_stands_behind_in_its_order(self, member_user, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("4321"))
        actions.add(
            code_list=code_list, by=member_user, entries={("hcpcs", "V9909"): "", TWO: "", ("cpt", "99908"): ""}
        )
        assert order(code_list) == "432198"

    def test_an_earlier_order_is_restored(self, member_user, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("4321"))
        actions.restore(code_list=code_list, by=member_user, number=1)
        assert [order(code_list, version) for version in (1, 2, 3)] == ["1234", "4321", "1234"]

    def test_the_difference_tells_what_moved(self, member, member_user, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("4123"))
        one = f"one={code_list.pk}&other={code_list.pk}"
        page = member.get(f"/lists/compare/?{one}&one_version=1&other_version=2").text
        assert "Moved (1)" in page
        assert "Was 4th, is 1st." in page
        assert "in the same order" not in page
        assert difference({ONE: "", TWO: "a"}, {TWO: "b", ONE: ""}).moved in ({ONE: (1, 2)}, {TWO: (2, 1)})

    def test_a_file_brings_it_back(self, member, member_user, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("3142"))
        text = member.get(f"/lists/{code_list.pk}.csv").text
        assert [row[1][-1] for row in csv.reader(io.StringIO(text))][1:] == list("3142")
        actions.sort(code_list=code_list, by=member_user)
        member.post(f"/lists/{code_list.pk}/import/", {"text": text, "how": "replace", "do": "save"})
        assert order(code_list) == "3142"
        assert code_list.versions.first().moved == 2

    def test_whoever_has_the_link_sees_it_and_copies_it(self, member, member_user, guest, code_list):
        actions.arrange(code_list=code_list, by=member_user, keys=keys("3142"))
        token = actions.share(code_list=code_list, wanted=True)
        page = guest.get(f"/lists/shared/{token}/").text
        assert page.index(">Q01.3<") < page.index(">Q01.1<") < page.index(">Q01.4<") < page.index(">Q01.2<")
        member.post(f"/lists/shared/{token}/copy/")
        assert order(CodeList.objects.order_by("pk").last()) == "3142"
