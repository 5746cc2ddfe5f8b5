"""What is free: the systems, the hierarchy and what releases changed."""

import pytest

from accounts.models import Meter
from codes.models import Change
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


def get(browser, address, status=200):
    answer = browser.get(f"/api/v1/{address}")
    assert answer.status_code == status
    return answer.json()


class TestHierarchy:
    @pytest.fixture(autouse=True)
    def codes(self):
        chapter = a_code("7", kind="chapter")
        parent = a_code("Q01", kind="heading", parent=chapter)
        for i in (2, 1):
            a_code(f"Q01.{i}", parent=parent, position=i)
        a_code("Q01.8", parent=parent, position=9, status="deleted", effective_to="2020-09-30")

    def test_systems(self, guest):
        a_release(name="ICD-10-CM 2026", parts=["tabular"])
        found = {each["key"]: each for each in get(guest, "systems")["systems"]}
        assert list(found) == ["icd10cm", "cpt", "hcpcs", "icd10pcs", "pos"]
        assert found["icd10cm"]["release"] == "ICD-10-CM 2026"

    def test_the_top(self, guest):
        (chapter,) = get(guest, "hierarchy/icd10cm")["children"]
        assert (chapter["value"], chapter["kind"], chapter["status"]) == ("7", "chapter", [])
        assert chapter["url"] == "/browse/icd10cm/7/"

    def test_above_and_below(self, guest):
        told = get(guest, "hierarchy/icd10cm/Q01")
        assert told["code"]["status"] == ["Header"]
        assert [each["value"] for each in told["ancestors"]] == ["7"]
        lines = [(each["value"], each["status"]) for each in told["children"]]
        assert lines == [("Q01.1", ["Billable"]), ("Q01.2", ["Billable"]), ("Q01.8", ["Deleted"])]
        assert (told["page"], told["pages"]) == (1, 1)
        assert get(guest, "hierarchy/icd10cm/Q01.1")["children"] == []

    def test_a_page_beyond_the_last_is_the_last(self, guest):
        assert get(guest, "hierarchy/icd10cm/Q01?page=99999")["page"] == 1

    @pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "9" * 30])
    def test_a_page_that_is_none(self, guest, page):
        assert get(guest, f"hierarchy/icd10cm/Q01?page={page}", 422)["errors"][0]["where"] == ["query", "page"]

    def test_no_such_code(self, guest):
        get(guest, "hierarchy/icd10cm/Q99", 404)
        assert get(guest, "hierarchy/nothing/Q01", 422)["errors"][0]["where"] == ["path", "system"]

    def test_it_is_free_and_costs_a_bounded_number_of_statements(self, guest, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            get(guest, "hierarchy/icd10cm/Q01")
        assert Meter.objects.count() == 0


class TestChanges:
    @pytest.fixture
    def release(self):
        first = a_release(effective="2024-10-01", first=True)
        release = a_release(effective="2025-10-01", name="FY 2026", system="icd10cm")
        code = a_code()
        for number, kind, field, before, after in (
            (release, "revised", "descriptor", "Old words", "New words"),
            (release, "notes", "notes", "locked", "locked too"),
            (release, "conflict", "descriptor", "a", "b"),
            (first, "revised", "descriptor", "ours", "theirs"),
        ):
            named = {"code": code, "system": "icd10cm", "value": "Q01.1", "kind": kind, "field": field}
            Change.objects.create(release=number, before=before, after=after, **named)
        return release

    def test_of_a_code(self, guest, release):
        told = get(guest, "codes/icd10cm/Q01.1/changes")["changes"]
        assert [(each["kind"], each["before"], each["after"]) for each in told] == [
            ("revised", "Old words", "New words"),
            ("notes", "", ""),
        ]
        assert {each["release"] for each in told} == {"FY 2026"}
        assert get(guest, "codes/icd10cm/Q77.7/changes") == {"changes": []}
        assert Meter.objects.count() == 0

    def test_of_a_release(self, guest, release):
        told = get(guest, f"releases/{release.pk}/changes?kind=revised&prefix=q01")
        assert told["release"]["name"] == "FY 2026"
        assert [each["value"] for each in told["changes"]] == ["Q01.1"]
        assert get(guest, f"releases/{release.pk}/changes?prefix=Z")["changes"] == []
        assert "locked" not in str(get(guest, f"releases/{release.pk}/changes"))

    def test_page_by_page(self, guest, release, monkeypatch):
        from api.v1 import changes

        monkeypatch.setattr(changes, "PAGE", 1)
        first, second = (get(guest, f"releases/{release.pk}/changes?page={page}") for page in (1, 2))
        assert [first["more"], second["more"]] == [True, False]
        assert [each["kind"] for each in first["changes"] + second["changes"]] == ["notes", "revised"]

    def test_releases(self, guest, release):
        told = get(guest, "releases")
        assert [each["effective"] for each in told["releases"]] == ["2025-10-01", "2024-10-01"]
        assert told["more"] is False

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("releases/0/changes", 422),
            ("releases/999999/changes", 404),
            ("releases/99999999999999999999/changes", 422),
            ("releases/1/changes?kind=nothing", 422),
            ("releases/1/changes?prefix=" + "x" * 21, 422),
        ],
    )
    def test_what_is_none(self, guest, address, status):
        get(guest, address, status)

    def test_a_release_that_was_taken_back_is_gone(self, guest, release):
        release.undone_at = "2026-01-01T00:00Z"
        release.save()
        get(guest, f"releases/{release.pk}/changes", 404)
        assert get(guest, "codes/icd10cm/Q01.1/changes") == {"changes": []}
