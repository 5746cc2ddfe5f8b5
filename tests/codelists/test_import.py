"""Import and export: what each line is, said before anything is saved; a file that comes back as it went."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from codelists import policy
from codelists.actions import create
from codelists.models import Version
from codelists.reading import Unreadable, read
from codes.models import Code
from tests.builders import a_code, a_modifier
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    a_code("Q01.1")
    a_code("Q01", kind="heading")
    a_code("T20.01")
    a_code("T2001", "hcpcs")
    a_code("V9901", "hcpcs")
    a_code("99901", "cpt")
    old = a_code("Q01.8", status="deleted", effective_to="2020-09-30")
    old.relations.create(kind="replaced_by", target=Code.objects.get(value="Q01.1"))
    a_modifier("50")
    a_code("50", "pos", kind="place")


def told(text):
    found = read(text)
    return {value: note for (_, value), note in found.entries.items()}, [
        (remark.line, remark.words, remark.taken) for remark in found.remarks
    ]


class TestRead:
    @pytest.mark.parametrize(
        ("text", "entries"),
        [
            ("Q01.1", {"Q01.1": ""}),
            ("q011\r\n\r\n 99901 \r\nv9901", {"Q01.1": "", "99901": "", "V9901": ""}),
            ("Q01.1, 99901", {"Q01.1": "", "99901": ""}),
            ("Q01.1,left, right side", {"Q01.1": "left"}),
            ("Q01.1\tleft, right side", {"Q01.1": "left, right side"}),
            ('Q01.1;"left; ""right"" side"', {"Q01.1": 'left; "right" side'}),
            ("code\nQ01.1\n99901", {"Q01.1": "", "99901": ""}),
            ("Note;Code;System\nleft;q011;ICD-10-CM\nx;T2001;HCPCS Level II", {"Q01.1": "left", "T2001": "x"}),
            ("system,code,note\nicd10cm,T2001,burn\ncpt,50,both\npos,50,", {"T20.01": "burn", "50": ""}),
            ("CPT,99901,office", {"99901": "office"}),
            ("T20.01", {"T20.01": ""}),
        ],
    )
    def test_spellings_and_columns(self, codes, text, entries):
        assert told(text) == (entries, [])

    @pytest.mark.parametrize(
        ("text", "line", "words", "taken"),
        [
            ("Q01.1\nQ99.9", 2, "No such code is in the loaded releases.", False),
            ("Q01.1\n=1+1", 2, "No such code is in the loaded releases.", False),
            ("T2001", 1, "It may be HCPCS Level II T2001 or ICD-10-CM T20.01: name the code system.", False),
            ("50", 1, "It may be CPT 50 or Place of service 50: name the code system.", False),
            ("Q01.8", 1, "ICD-10-CM Q01.8 is deleted, replaced by Q01.1.", True),
            ("Q01", 1, "ICD-10-CM Q01 is a header, not a billable code.", True),
            ("\n\nQ01.1\nq011", 4, "It stands here twice and is taken once.", True),
            ("99901-50", 1, "The modifier 50 behind it is left out.", True),
            (f"Q01.1\t{'x' * 501}", 1, "Its note is cut to 500 characters.", True),
        ],
        ids=["unknown", "formula", "two codes", "modifier or place", "deleted", "header", "twice", "modifier", "long"],
    )
    def test_a_word_on_every_line_that_is_not_plainly_a_code(self, codes, text, line, words, taken):
        assert (line, words, taken) in told(text)[1]

    def test_a_system_that_is_none(self, codes):
        entries, remarks = told("system,code\nSNOMED,Q01.1")
        assert entries == {}
        assert remarks[0][1].startswith("“SNOMED” is no code system here: ICD-10-CM, CPT,")

    def test_a_code_of_another_system_than_named(self, codes):
        assert told("system,code\nCPT,Q01.1")[0] == {}

    def test_a_note_that_stands_twice_is_the_last_that_says_something(self, codes):
        assert told("code,note\nQ01.1,one\nQ01.1,two\nQ01.1,")[0] == {"Q01.1": "two"}

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (" \n\x00\u202e\n", "There is no code in it"),
            ("code,note\n", "There is no code in it"),
            ("x" * (policy.LONGEST_IMPORT + 1), "Up to 200,000 characters"),
            ("Q01.1\n" * (policy.MOST_LINES + 1), "Up to 2,000 lines"),
        ],
        ids=["blank", "heading alone", "characters", "lines"],
    )
    def test_what_cannot_be_read_is_told(self, text, words):
        with pytest.raises(Unreadable, match=words):
            read(text)

    @pytest.mark.parametrize(
        "text", ["'; DROP TABLE codes_code --", "😀", "\u202eQ01.1", '"', "x" * 199_999, "," * 900], ids=list("abcdef")
    )
    def test_odd_texts_break_nothing(self, codes, text):
        try:
            read(text)
        except Unreadable as reason:
            assert str(reason)

    def test_it_is_two_statements_however_many_lines(self, codes, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            read("\n".join(["Q01.1", "Q01.8", *(f"Q{i:03d}" for i in range(1_000))]))


class TestPage:
    def test_it_works(self, member, member_user, codes):
        found = a_list(member_user)
        fields = {"text": "Q01.1\tleft\nQ99.9", "how": "add", "do": "check"}
        page = member.post(f"/lists/{found.pk}/import/", fields)
        assert (page.status_code, Version.objects.count()) == (200, 1)
        for words in ("1 code to save, 1 line left out", "No such code is in the loaded releases.", "Save 1 code"):
            assert words in page.text
        assert "Q01.1\tleft\nQ99.9</textarea>" in page.text
        answer = member.post(f"/lists/{found.pk}/import/", fields | {"do": "save"}, follow=True)
        assert "Saved as version 2. 1 line left out." in answer.text
        assert contents(found) == [("Q01.1", "left")]

    def test_a_file_is_read_and_shown_to_be_sent_again(self, member, member_user, codes):
        found = a_list(member_user)
        for data in ("\ufeffcode,note\nQ01.1,Größe".encode(), "code,note\nQ01.1,Größe".encode("cp1252")):
            file = SimpleUploadedFile("codes.csv", data, "text/csv")
            page = member.post(f"/lists/{found.pk}/import/", {"file": file, "how": "add", "do": "check"})
            assert "Q01.1,Größe</textarea>" in page.text
        file = SimpleUploadedFile("codes.csv", data, "text/csv")
        member.post(f"/lists/{found.pk}/import/", {"file": file, "how": "add", "do": "save"})
        assert contents(found) == [("Q01.1", "Größe")]

    def test_they_join_or_take_the_place(self, member, member_user, codes):
        found = a_list(member_user, [(Code.objects.get(value="99901"), "stays")])
        send = lambda how: member.post(f"/lists/{found.pk}/import/", {"text": "Q01.1", "how": how, "do": "save"})  # noqa: E731
        send("add")
        assert contents(found) == [("99901", "stays"), ("Q01.1", "")]
        send("replace")
        assert contents(found) == [("Q01.1", "")]
        assert "holds these codes already" in member.get(send("replace").url).text

    @pytest.mark.parametrize(
        "fields",
        [
            {"how": "add", "text": ""},
            {"how": "nothing", "text": "Q01.1"},
            {"how": "add", "text": "x" * 200_001},
            {"how": "add", "file": SimpleUploadedFile("x.csv", b"x" * 900_000)},
            {"how": "add", "file": SimpleUploadedFile("x.csv", b"\x00\xff\xfe" * 100)},
            {"how": "add", "file": SimpleUploadedFile("x.csv", b"")},
        ],
    )
    def test_what_cannot_be_read_is_told(self, member, member_user, fields):
        found = a_list(member_user)
        answer = member.post(f"/lists/{found.pk}/import/", fields | {"do": "check"})
        assert answer.status_code in (200, 400)
        assert "error" in answer.text or "left out" in answer.text
        assert Version.objects.count() == 1

    def test_more_than_a_list_holds_is_refused_with_what_was_pasted(self, member, member_user, codes, monkeypatch):
        monkeypatch.setattr(policy, "ENTRIES_PER_LIST", 1)
        found = a_list(member_user)
        fields = {"text": "Q01.1\n99901", "how": "add", "do": "save"}
        answer = member.post(f"/lists/{found.pk}/import/", fields)
        assert answer.status_code == 400
        assert "A list holds up to 1 codes; this would be 2." in answer.text
        assert "Q01.1\n99901</textarea>" in answer.text

    def test_nothing_but_unknown_codes_saves_nothing(self, member, member_user):
        found = a_list(member_user)
        page = member.post(f"/lists/{found.pk}/import/", {"text": "Q99.9", "how": "replace", "do": "save"})
        assert "0 codes to save, 1 line left out" in page.text
        assert Version.objects.count() == 1


class TestExport:
    def rows(self, answer):
        return list(csv.reader(io.StringIO(answer.text, newline="")))

    def test_it_works(self, member, member_user, codes):
        entries = [(Code.objects.get(value="Q01.8"), "left"), (Code.objects.get(value="99901"), "")]
        found = a_list(member_user, entries, name="Knees & Hips")
        answer = member.get(f"/lists/{found.pk}.csv")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="knees-hips-1.csv"'
        assert self.rows(answer) == [
            ["system", "code", "note", "description", "status", "replaced by"],
            ["icd10cm", "Q01.8", "left", "Invented ailment Q01.8", "Deleted", "Q01.1"],
            ["cpt", "99901", "", "Invented service 99901", "Active", ""],
        ]

    @pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", "'=x", "''@y", 'a "quoted", note', "'plain"])
    def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(self, member, member_user, codes, note):
        found = a_list(member_user, [(Code.objects.get(value="Q01.1"), note)])
        text = member.get(f"/lists/{found.pk}.csv").text
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
        assert told(text) == ({"Q01.1": note}, [])

    def test_a_version(self, member, member_user, codes):
        found = a_list(member_user, [Code.objects.get(value="Q01.1")])
        member.post(f"/lists/{found.pk}/edit/", {"remove": "icd10cm/Q01.1"})
        assert len(self.rows(member.get(f"/lists/{found.pk}.csv"))) == 1
        assert len(self.rows(member.get(f"/lists/{found.pk}.csv?version=1"))) == 2

    def test_a_thousand_entries(self, member, member_user, django_assert_max_num_queries):
        found = create(owner=member_user, name="Long", entries={("hcpcs", f"V{i:04d}"): "" for i in range(1_000)})
        with django_assert_max_num_queries(6):
            assert len(self.rows(member.get(f"/lists/{found.pk}.csv"))) == 1_001
