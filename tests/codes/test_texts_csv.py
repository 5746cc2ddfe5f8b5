"""Texts as a file: what goes out, what comes in, and what is refused with its line and column."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from codes import bulk, draft_actions, drafts, texts_csv
from codes.draft_actions import Outdated, Refused
from codes.models import Code, Draft, Section, TextImport
from codes.texts_csv import COLUMNS, Unreadable
from tests.builders import a_code, a_full_code, a_reader
from tests.codes.desk import a_draft, browser, fresh, only_draft, somebody, with_words

pytestmark = pytest.mark.django_db
LIST, IMPORT = "/admin/codes/code/", "/admin/codes/code/import/"


def a_file(*rows, columns="system,code,documentation"):
    """The bytes of a file; each row a list of cells."""
    text = io.StringIO()
    csv.writer(text).writerows([columns.split(","), *rows])
    return text.getvalue().encode()


def upload(client, data, name="texts.csv", **fields):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), "empty": "keep"} | fields)


def done(client, data, button="_draft", **fields):
    """A file, looked at and done."""
    page = client.get(upload(client, data, **fields).url)
    return client.post(page.request["PATH_INFO"], {"digest": page.context["plan"].digest, button: "1"}, follow=True)


def read(data, **options):
    wishes, faults = texts_csv.read(data, **options)
    return wishes, [str(fault) for fault in faults]


@pytest.fixture
def code():
    return a_code("99901", "cpt")


@pytest.fixture
def editor_user():
    return somebody("editor")


@pytest.fixture
def editor(editor_user):
    return browser(editor_user)


# Out


def exported(client, *codes, **fields):
    data = {"action": "export", "_selected_action": [code.pk for code in codes]} | fields
    answer = client.post(LIST, data)
    assert answer.status_code == 200
    return answer, list(csv.reader(io.StringIO(b"".join(answer).decode(), newline="")))


def test_it_works(editor, code):
    Section.objects.create(code=code, kind="documentation", body="Before", source="Guide", as_of=date(2026, 1, 2))
    answer, (header, row) = exported(editor, code)
    assert header == list(COLUMNS)
    told = dict(zip(header, row, strict=True))
    assert (told["code"], told["documentation"], told["documentation_as_of"]) == ("99901", "Before", "2026-01-02")
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    row[header.index("documentation")] = "After"
    row[header.index("when_to_use")] = "Use it when told"
    row[header.index("clinical_context")] = "Invented context"
    assert "<strong>Drafts:</strong> 1 code," in done(editor, a_file(row, columns=",".join(header))).text
    section, *new = only_draft().content["sections"]
    assert [(each["kind"], each["body"]) for each in new] == [
        ("clinical_context", "Invented context"),
        ("when_to_use", "Use it when told"),
    ]
    assert (section["body"], section["source"], section["as_of"]) == ("After", "Guide", "2026-01-02")
    assert fresh(code).sections.get().body == "Before"


def test_all_that_is_filtered_goes_out(editor, code):
    a_code("Q01.1")
    _, rows = exported(editor, code, select_across="1")
    assert [row[:2] for row in rows[1:]] == [["cpt", "99901"], ["icd10cm", "Q01.1"]]


def test_the_export_costs_the_same_for_one_code_and_for_many(editor, code):
    def statements(*codes):
        with CaptureQueriesContext(connection) as queries:
            exported(editor, *codes)
        return len(queries)

    few = statements(code)
    assert statements(*(a_full_code(f"{number}") for number in range(99910, 99940, 3))) == few


def test_no_licensed_words_go_out(editor):
    theirs = a_code("99902", "cpt", descriptor="Licensed words", common_language="Licensed plain words")
    ours = a_code("99903", "cpt", common_language="Ours", held=["common_language"])
    _, rows = exported(editor, theirs, ours)
    assert [row[2] for row in rows[1:]] == ["", "Ours"]
    assert "Licensed" not in str(rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1+1", "''-", "'quoted'", "plain", "\tx"])
def test_formulas_are_guarded_and_come_back(text):
    cell = texts_csv.guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert texts_csv.unguarded(cell) == text


@given(st.text())
def test_any_cell_comes_back(text):
    assert texts_csv.unguarded(texts_csv.guarded(text)) == text


def test_what_went_out_changes_nothing_when_it_comes_in(editor, editor_user):
    code = a_full_code(common_language_held := "99901")
    Code.objects.filter(pk=code.pk).update(held=["common_language"], service_type="=SUM(A1)", role="'-")
    assert common_language_held == code.value
    _, rows = exported(editor, code)
    for clear in (False, True):
        wishes, faults = texts_csv.read(a_file(*rows[1:], columns=",".join(rows[0])), clear=clear)
        plan = bulk.plan_of(wishes, editor_user)
        assert (plan.lines, plan.same, plan.faults, faults) == ([], 1, [], [])


# In


def test_what_stands_in_other_columns_stays(editor, code):
    full = a_full_code("99905")
    done(editor, a_file(["cpt", "99905", "New words"]))
    before, after = drafts.content_of(full), only_draft().content
    assert drafts.differing(before, after) == [("sections", "documentation")]
    assert only_draft().note == "From texts.csv."


@pytest.mark.parametrize(("empty", "bodies"), [("keep", ["Before"]), ("clear", [])])
def test_what_an_empty_cell_means(editor, code, empty, bodies):
    Section.objects.create(code=code, kind="documentation", body="Before", source="Guide")
    done(editor, a_file(["cpt", "99901", "", "Primary"], columns="system,code,documentation,role"), empty=empty)
    assert [row["body"] for row in only_draft().content["sections"]] == bodies


@pytest.mark.parametrize(
    ("system", "typed", "value"),
    [
        ("icd10cm", "q011", "Q01.1"),
        ("ICD-10-CM", "Q01.1", "Q01.1"),
        ("CPT", "99901", "99901"),
        ("icd10cm", "Q00-Q07", "Q00-Q07"),
    ],
)
def test_codes_as_they_are_typed(system, typed, value):
    ((wish,), faults) = read(a_file([system, typed, "Words"]))
    assert (wish["value"], faults) == (value, [])


@pytest.mark.parametrize(
    "data", ["\ufeffsystem,code,role\ncpt,99901,Primary\n", "system;code;role\r\ncpt;99901;Primary"]
)
def test_files_as_spreadsheets_write_them(data):
    wishes, faults = read(data.encode())
    assert [(wish["value"], wish["fields"], faults) for wish in wishes] == [("99901", {"role": "Primary"}, [])]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"system,code,documentation\ncpt,99901,\xff\n", r"not UTF-8 \(line 2\)"),
        (b"", "There is no column: system, code."),
        (b"system,code,nonsense\ncpt,99901,x\n", "Unknown column: nonsense."),
        (b"system,code,role,role\ncpt,99901,x,y\n", "Twice in the heading: role."),
        (b"system,documentation\ncpt,x\n", "There is no column: code."),
        (b"system,code,role\n\n", "There is no line below the heading."),
        (b"x" * 20_000_001, "larger than 20 MB"),
    ],
    ids=range(7),
)
def test_files_that_cannot_be_read(data, reason):
    with pytest.raises(Unreadable, match=reason):
        texts_csv.read(data)


def test_a_megabyte_in_a_cell_is_refused(editor, code):
    page = upload(editor, a_file(["cpt", "99901", "x" * 1_000_000]))
    assert page.status_code == 200
    assert "This is 1,000,000 characters long" in page.text or "field larger than field limit" in page.text
    assert not TextImport.objects.exists()


def test_too_many_lines(monkeypatch):
    monkeypatch.setattr(bulk, "LINES", 2)
    rows = [["cpt", f"9990{number}", "x"] for number in range(3)]
    with pytest.raises(Unreadable, match="more than 2 lines"):
        texts_csv.read(a_file(*rows))
    assert len(texts_csv.read(a_file(*rows[:2]))[0]) == 2


@pytest.mark.parametrize(
    ("columns", "row", "fault"),
    [
        ("system,code,role", ["cpt", "99901"], "line 2: 2 cells where the heading has 3"),
        ("system,code,role", ["cp", "99901", "x"], "line 2, system: cp is none of"),
        ("system,code,role", ["cpt", "", "x"], "line 2, code: no code"),
        ("system,code,role", ["cpt", "99901", "x" * 41], "line 2, role: This is 41 characters long; at most 40"),
        ("system,code,documentation", ["cpt", "99901", "x" * 50_001], "line 2, documentation: This is 50,001"),
        ("system,code,documentation", ["cpt", "99901", "a\u202eb"], "line 2, documentation: This holds a sign"),
        ("system,code,documentation", ["cpt", "99901", "a\x07b"], "line 2, documentation: This holds a control"),
        (
            "system,code,documentation_as_of",
            ["cpt", "99901", "3/4/2026"],
            "line 2, documentation_as_of: 3/4/2026 is no",
        ),
        ("system,code,sites_of_service", ["cpt", "99901", "x" * 121], "line 2, sites_of_service: This is 121"),
    ],
)
def test_faults_of_a_line(columns, row, fault):
    wishes, faults = read(a_file(row, columns=columns))
    assert wishes == []
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_lines_are_counted_as_an_editor_counts_them():
    _, faults = read(a_file(["cpt", "99901", "One\nTwo\nThree"], ["cpt", "", "x"]))
    assert faults == ["line 5, code: no code"]


def test_faults_that_the_database_knows(editor, editor_user, code):
    a_draft(a_code("99902", "cpt"), somebody("editor", name="Ann Other"))
    rows = [["cpt", "99901", "x"], ["cpt", "99999", "x"], ["cpt", "99901", "y"], ["cpt", "99902", "x"]]
    page = upload(editor, a_file(*rows))
    assert page.status_code == 200
    assert [str(fault) for fault in page.context["faults"]] == [
        "line 3, code: 99999 is not loaded",
        "line 4, code: 99901 stands in line 2 already",
        "line 5, code: 99902 has an open draft of Ann Other",
    ]
    assert "3 things are wrong" in page.text
    assert (Draft.objects.count(), TextImport.objects.count()) == (1, 0)


def test_a_source_needs_a_text(editor, code):
    page = upload(editor, a_file(["cpt", "99901", "Guide"], columns="system,code,documentation_source"))
    assert "line 2, documentation: a source or a date needs a text" in page.text


@pytest.mark.parametrize(("name", "fault"), [("texts.xlsx", "This is no CSV file"), ("texts.csv", "Unknown column")])
def test_other_files_are_refused(editor, name, fault):
    page = upload(editor, b"system,code,nonsense\n1,2,3", name=name)
    assert fault in page.text


def test_markup_in_a_file_is_text(editor, code):
    page = editor.get(upload(editor, a_file(["cpt", "99901", "<script>alert(1)</script>"])).url)
    assert "&lt;script&gt;alert(1)" in page.text.replace("</ins>", "").replace("<ins>", "")
    assert "<script>alert(1)" not in page.text


# Looking first


def test_the_dry_run_tells_every_line_and_changes_nothing(editor, code):
    rows = [["cpt", "99901", "Words"], ["icd10cm", a_code("Q01.1").value, "Other words"]]
    page = editor.get(upload(editor, a_file(*rows)).url)
    told = [(each.line, each.code.value, [line.label for line in sides]) for each, sides in page.context["lines"]]
    assert told == [(2, "99901", ["Documentation"]), (3, "Q01.1", ["Documentation"])]
    assert "2 codes would change." in page.text
    assert not Draft.objects.exists()


def test_a_plan_costs_the_same_for_one_line_and_for_many(editor_user):
    def statements(number):
        rows = [["icd10cm", f"Q{n + 10}.1", "Words"] for n in range(number)]
        wishes, _ = texts_csv.read(a_file(*rows))
        with CaptureQueriesContext(connection) as queries:
            plan = bulk.plan_of(wishes, editor_user)
            assert [each.changes[0].label for each in plan.lines] == ["Documentation"] * number
        return len(queries)

    for number in range(40):
        a_code(f"Q{number + 10}.1")
    assert statements(1) == statements(40) == 8


def test_only_who_sent_it_sees_it(editor, code):
    address = upload(editor, a_file(["cpt", "99901", "x"])).url
    assert browser(somebody("editor")).get(address).status_code == 404


def test_what_has_changed_since_is_looked_at_again(editor, code):
    page = editor.get(upload(editor, a_file(["cpt", "99901", "x"])).url)
    Code.objects.filter(pk=code.pk).update(role="Add-on")
    answer = editor.post(page.request["PATH_INFO"], {"digest": page.context["plan"].digest}, follow=True)
    assert "What stands has changed since you looked" in answer.text
    assert not Draft.objects.exists()


def test_it_is_done_once(editor, editor_user, code):
    done(editor, a_file(["cpt", "99901", "x"]))
    sent = TextImport.objects.get()
    assert (sent.outcome, sent.wishes, sent.drafts.get()) == ("drafted", [], only_draft())
    with pytest.raises(Outdated, match="done already"):
        bulk.carry_out(sent=sent, digest="", by=editor_user)


def test_contents_are_what_the_desk_keeps(editor_user):
    codes = [a_full_code("99901"), a_full_code("99905"), a_code("Q01.1")]
    found = bulk.contents_of([code.pk for code in codes])
    assert found == {code.pk: drafts.content_of(code) for code in codes}


# Doing


def test_a_draft_from_a_file_can_be_reviewed_like_any_other(editor, code):
    done(editor, a_file(["cpt", "99901", "Words"]), button="_send")
    draft = only_draft()
    assert draft.state == "in_review"
    draft_actions.publish(draft=draft, token=draft.token, by=somebody("reviewer"))
    assert fresh(code).sections.get().body == "Words"


def test_ones_own_draft_is_gone_on_with(editor, editor_user, code):
    a_draft(code, editor_user, title="Drafted")
    done(editor, a_file(["cpt", "99901", "Words"]))
    content = only_draft().content
    assert (content["code"]["title"], content["sections"][0]["body"]) == ("Drafted", "Words")


@pytest.mark.parametrize(
    ("who", "published"), [("editor", False), ("reviewer", False), ("superuser", True), ("four eyes", False)]
)
def test_who_publishes_at_once(settings, code, who, published):
    settings.FOUR_EYES = who == "four eyes"
    user = somebody(who) if who in ("editor", "reviewer") else somebody("reviewer", is_superuser=True)
    client = browser(user)
    page = client.get(upload(client, a_file(["cpt", "99901", "Words"])).url)
    assert ("Publish now" in page.text) is published
    data = {"digest": page.context["plan"].digest, "_publish": "1"}
    answer = client.post(page.request["PATH_INFO"], data, follow=True)
    assert ("Somebody else has to review" in answer.text) is not published
    assert [section.body for section in code.sections.all()] == (["Words"] if published else [])
    assert {draft.state for draft in Draft.objects.all()} == ({"published"} if published else set())


def test_what_is_too_much_for_a_request_is_published_by_the_worker(monkeypatch, code):
    monkeypatch.setattr(bulk, "PUBLISHED_AT_ONCE", 0)
    client = browser(somebody("reviewer", is_superuser=True))
    answer = done(client, a_file(["cpt", "99901", "Words"]), button="_publish")
    assert "They are published in the next minutes" in answer.text
    assert (only_draft().state, code.sections.count()) == ("scheduled", 0)
    call_command("publish_due")
    assert code.sections.get().body == "Words"


def test_ones_own_draft_is_sent_with_the_others(editor, editor_user, code):
    a_draft(code, editor_user, title="Drafted")
    done(editor, a_file(["cpt", "99901", "Words"]), button="_send")
    assert only_draft().state == "in_review"


def test_a_failure_half_way_leaves_nothing(monkeypatch, code):
    boss = somebody("reviewer", is_superuser=True)
    rows = [["cpt", "99901", "Words"], ["icd10cm", a_code("Q01.1").value, "Words"]]
    wishes, _ = texts_csv.read(a_file(*rows))
    sent = bulk.keep(name="texts.csv", wishes=wishes, by=boss)
    publish, published = draft_actions.publish, []

    def failing(**options):
        if published:
            raise Refused("It fails.")
        published.append(publish(**options))

    monkeypatch.setattr(draft_actions, "publish", failing)
    with pytest.raises(Refused, match="It fails"), transaction.atomic():
        bulk.carry_out(sent=sent, digest=bulk.plan_of(wishes, boss).digest, by=boss, publish=True)
    assert len(published) == 1
    assert (Draft.objects.count(), Section.objects.count(), fresh(sent).outcome) == (0, 0, "")


def test_a_fault_that_appears_meanwhile_stops_it_all(editor_user, code):
    rows = [["cpt", "99901", "Words"], ["icd10cm", a_code("Q01.1").value, "Words"]]
    wishes, _ = texts_csv.read(a_file(*rows))
    sent, digest = bulk.keep(name="x.csv", wishes=wishes, by=editor_user), bulk.plan_of(wishes, editor_user).digest
    other = draft_actions.begin_draft(code=code, content=with_words(code, role="x"), by=somebody("editor"))
    with pytest.raises(Refused, match="1 of the lines cannot be done"), transaction.atomic():
        bulk.carry_out(sent=sent, digest=digest, by=editor_user)
    assert only_draft() == other


def test_only_writers_come_in(code):
    for client in (browser(a_reader()), browser(somebody("operator"))):
        assert client.get(IMPORT).status_code in (302, 403)
        assert client.post(LIST, {"action": "export", "_selected_action": [code.pk]}).status_code in (302, 403)
