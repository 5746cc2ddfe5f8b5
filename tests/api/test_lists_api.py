"""One's own lists by the API: only with a key, only one's own, the same rules as on the site."""

import pytest
from django.test import Client

from codelists import policy
from codelists.models import CodeList, Version
from tests.builders import a_code, a_reader
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db
ENTRY = {"system": "icd10cm", "value": "q011", "note": " Ask for\nthe side "}


def send(browser, method, address, body=None, status=200):
    sent = {"data": body, "content_type": "application/json"} if body is not None else {}
    answer = getattr(browser, method)(f"/api/v1/lists{address}", **sent)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


@pytest.fixture
def mine(member_user):
    return a_list(member_user, [(a_code(), "left")], description="For Mondays")


class TestReading:
    def test_all(self, program, mine):
        a_list(name="Theirs")
        (told,) = send(program, "get", "")["lists"]
        assert (told["id"], told["name"], told["size"], told["version"]) == (mine.pk, "Knees", 1, 1)
        assert told["shared_at"] is None

    def test_one(self, program, mine):
        told = send(program, "get", f"/{mine.pk}")
        assert told["shown"] == 1
        assert told["entries"] == [
            {
                "system": "icd10cm",
                "value": "Q01.1",
                "note": "left",
                "title": "Invented ailment Q01.1",
                "status": ["Billable"],
                "replaced_by": [],
            }
        ]

    def test_on_a_day_and_in_a_version(self, program, member_user):
        found = a_list(member_user, [a_code(effective_from="2024-01-01")])
        send(program, "put", f"/{found.pk}/entries", {"entries": []})
        assert send(program, "get", f"/{found.pk}")["entries"] == []
        (told,) = send(program, "get", f"/{found.pk}?version=1&on=2020-01-01")["entries"]
        assert told["status"] == ["Not yet in effect"]
        send(program, "get", f"/{found.pk}?version=3", status=404)
        send(program, "get", f"/{found.pk}?version=0", status=422)

    def test_versions(self, program, mine):
        send(program, "post", f"/{mine.pk}/entries", {"entries": [ENTRY]})
        told = send(program, "get", f"/{mine.pk}/versions")["versions"]
        assert [(each["number"], each["changed"]) for each in told] == [(2, 1), (1, 0)]

    def test_differences(self, program, mine, member_user):
        send(program, "post", f"/{mine.pk}/entries", {"entries": [ENTRY]})
        told = send(program, "get", f"/{mine.pk}/difference")
        assert [(each["before"], each["note"]) for each in told["changed"]] == [("left", "Ask for the side")]
        other = a_list(member_user, [a_code("Q07.1")])
        told = send(program, "get", f"/{mine.pk}/difference?other={other.pk}")
        assert [[each["value"] for each in told[name]] for name in ("added", "removed")] == [["Q07.1"], ["Q01.1"]]
        assert send(program, "get", f"/{mine.pk}/difference?version=1&other_version=1")["changed"] == []
        assert told["moved"] == []
        send(program, "get", f"/{mine.pk}/difference?version=9", status=404)
        send(program, "get", f"/{mine.pk}/difference?other={a_list().pk}", status=404)


class TestOrder:
    def test_entries_stand_in_the_order_of_the_list(self, program, mine):
        a_code("99901", "cpt")
        entries = [ENTRY, {"system": "cpt", "value": "99901"}]
        values = lambda told: [each["value"] for each in told["entries"]]  # noqa: E731
        assert values(send(program, "put", f"/{mine.pk}/entries", {"entries": entries})) == ["Q01.1", "99901"]
        assert values(send(program, "put", f"/{mine.pk}/entries", {"entries": entries[::-1]})) == ["99901", "Q01.1"]
        assert values(send(program, "get", f"/{mine.pk}?version=2")) == ["Q01.1", "99901"]
        assert [each["moved"] for each in send(program, "get", f"/{mine.pk}/versions")["versions"]] == [1, 0, 0]
        (told,) = send(program, "get", f"/{mine.pk}/difference")["moved"]
        assert {told["was"], told["place"]} == {1, 2}


class TestWriting:
    def test_begin(self, program, member_user):
        a_code()
        told = send(program, "post", "", {"name": " Hips ", "description": "x", "entries": [ENTRY]}, 201)
        assert (told["name"], told["size"], told["entries"][0]["value"]) == ("Hips", 1, "Q01.1")
        assert contents(CodeList.objects.of(member_user).get()) == [("Q01.1", "Ask for the side")]

    def test_describe(self, program, mine):
        told = send(program, "patch", f"/{mine.pk}", {"name": "Hips"})
        assert (told["name"], told["description"], told["version"]) == ("Hips", "For Mondays", 1)
        assert send(program, "patch", f"/{mine.pk}", {"description": ""})["description"] == ""

    def test_add_replace_remove(self, program, mine):
        a_code("99901", "cpt")
        send(program, "post", f"/{mine.pk}/entries", {"entries": [{"system": "cpt", "value": "99901"}]})
        assert contents(mine) == [("Q01.1", "left"), ("99901", "")]
        told = send(program, "put", f"/{mine.pk}/entries", {"entries": [{"system": "cpt", "value": "99901"}]})
        assert (told["version"], [each["value"] for each in told["entries"]]) == (3, ["99901"])
        send(program, "delete", f"/{mine.pk}/entries/cpt/99901", status=204)
        send(program, "delete", f"/{mine.pk}/entries/cpt/99901", status=404)
        assert contents(mine) == []

    def test_restore(self, program, mine):
        send(program, "put", f"/{mine.pk}/entries", {"entries": []})
        told = send(program, "post", f"/{mine.pk}/versions/1/restore")
        assert (told["version"], told["size"]) == (3, 1)
        send(program, "post", f"/{mine.pk}/versions/9/restore", status=404)

    def test_share(self, program, mine, guest):
        address = send(program, "post", f"/{mine.pk}/share")["shared_at"]
        assert send(program, "get", "")["lists"][0]["shared_at"] == address
        assert guest.get(address).status_code == 200
        send(program, "delete", f"/{mine.pk}/share", status=204)
        assert guest.get(address).status_code == 404

    def test_delete(self, program, mine):
        send(program, "delete", f"/{mine.pk}", status=204)
        send(program, "get", f"/{mine.pk}", status=404)

    def test_unknown_and_ambiguous_codes_are_named_and_nothing_is_saved(self, program, mine):
        a_code("50", "cpt", kind="modifier")
        body = {"entries": [ENTRY, {"system": "hcpcs", "value": "V9999"}, {"system": "cpt", "value": "50"}]}
        told = send(program, "post", f"/{mine.pk}/entries", body, 422)
        assert told["type"].endswith("#unknown-code")
        assert [each["where"] for each in told["errors"]] == [["body", "entries", 1]]
        assert Version.objects.count() == 1

    def test_limits_are_a_409(self, program, mine, monkeypatch):
        a_code("Q01.2")
        monkeypatch.setattr(policy, "VERSIONS_PER_LIST", 1)
        told = send(program, "delete", f"/{mine.pk}/entries/icd10cm/Q01.1", status=409)
        assert told["type"].endswith("#limit-reached")
        monkeypatch.setattr(policy, "LISTS_PER_READER", 1)
        send(program, "post", "", {"name": "Another"}, 409)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"name": ""},
            {"name": " \u202e "},
            {"name": "x" * 121},
            {"name": 1},
            {"name": "x", "more": 1},
            {"name": "x", "entries": [{"system": "x", "value": "1"}]},
            {"name": "x", "entries": [{"system": "cpt", "value": ""}]},
            {"name": "x", "entries": [{"system": "cpt", "value": "99901", "note": "n" * 501}]},
            {"name": "x", "entries": [{"system": "cpt", "value": "99901"}] * 1_001},
            {"name": "x", "entries": "99901"},
            [],
        ],
        ids=lambda body: str(body)[:40],
    )
    def test_what_is_not_valid(self, program, body):
        told = send(program, "post", "", body, 422)
        assert told["type"].endswith("#not-valid")
        assert told["errors"]
        assert CodeList.objects.count() == 0

    @pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"", b'{"name": "a\\u0000b"', b"[" * 10_000])
    def test_what_cannot_be_read(self, program, data):
        answer = program.post("/api/v1/lists", data=data, content_type="application/json")
        assert answer.status_code in (400, 422)
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_nul_and_unseen_marks_are_left_out(self, program):
        told = send(program, "post", "", {"name": "a\0b\u202ec"}, 201)
        assert told["name"] == "abc"

    def test_a_body_that_is_too_large(self, program):
        answer = program.post("/api/v1/lists", data=b"x" * 2_000_000, content_type="application/json")
        assert answer.status_code in (400, 413)
        assert answer.headers["Content-Type"] == "application/problem+json"


class TestWhoMay:
    ADDRESSES = [
        ("get", ""),
        ("post", ""),
        ("get", "/1"),
        ("patch", "/1"),
        ("delete", "/1"),
        ("post", "/1/entries"),
        ("put", "/1/entries"),
        ("delete", "/1/entries/cpt/99901"),
        ("get", "/1/versions"),
        ("post", "/1/versions/1/restore"),
        ("get", "/1/difference"),
        ("post", "/1/share"),
        ("delete", "/1/share"),
    ]

    @pytest.mark.parametrize(("method", "address"), ADDRESSES)
    def test_a_key_is_needed(self, guest, member_user, method, address):
        signed_in = Client()
        signed_in.force_login(member_user)
        for browser in (guest, signed_in):
            told = send(browser, method, address, {} if method in ("post", "put", "patch") else None, status=401)
            assert "API key is needed" in told["detail"]

    def test_nobody_reaches_anothers(self, program):
        theirs = a_list(a_reader(), [a_code()])
        for method, address in self.ADDRESSES[2:]:
            body = {"entries": []} if address.endswith("/entries") else {} if method == "patch" else None
            send(program, method, address.replace("/1", f"/{theirs.pk}", 1), body, status=404)
        assert contents(theirs) == [("Q01.1", "")]
        assert theirs.token is None

    @pytest.mark.parametrize("pk", ["0", "-1", "x", "9" * 30])
    def test_a_list_that_is_none(self, program, pk):
        assert program.get(f"/api/v1/lists/{pk}").status_code in (404, 422)
