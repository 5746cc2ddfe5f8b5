"""Replies in a real browser: written, approved, answered, reported; and nothing that readers write ever runs."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from codes.models import Code
from discussion import policy
from discussion.models import Mistake, Reply
from tests.browser import axe
from tests.browser.steps import follow, log_in, submit
from tests.builders import a_reader
from tests.discussion.builders import a_mistake, a_reply, an_answer, opened_by

PAGE = "/icd10cm/A00.1/"
EVIL = """<script>alert(1)</script><style>*{display:none}</style><img src=x onerror=alert(2)>
<svg onload=alert(3)><a href="javascript:alert(4)">click</a> javascript:alert(5)
data:text/html,<script>alert(6)</script>
https://example.org/"onmouseover="alert(7) https://example.org/'><script>alert(8)</script> &lt;script&gt;alert(9)
{{ 7*7 }} {% csrf_token %} ]]> --> \\u003cscript\\u003e <iframe srcdoc="<script>alert(10)</script>"></iframe>"""
HIDDEN = "turned \u202egnp.exe\u202c zero\u200bwidth \u2066isolated\u2069 nul"


@pytest.fixture(autouse=True)
def no_haste(monkeypatch):
    monkeypatch.setattr(policy, "QUICKEST", timedelta(seconds=-1))


def dialogs_of(page):
    """The dialogs that a page opens; each would be a script of a reader's."""
    found = []
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    return found


def write(page, text, button="Reply", name=None):
    if name:
        page.get_by_label("Your name").fill(name)
    page.get_by_label("Your reply").fill(text)
    submit(page, button)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reply_is_written_approved_answered_and_withdrawn(new_page, editor_user, scripts):
    reader, editor = new_page(java_script_enabled=scripts), new_page()
    log_in(reader, a_reader())
    reader.goto(PAGE)
    write(reader, "First line\nsecond line", name="Ann Coder")
    expect(reader.get_by_role("status")).to_contain_text("Your reply waits for an editor")
    mine = reader.get_by_role("region", name="Replies").get_by_role("listitem").first
    expect(mine).to_contain_text("Waits for an editor; only you see it")

    log_in(editor, editor_user)
    editor.goto("/admin/discussion/reply/")
    editor.locator("#action-toggle").check()
    editor.locator("select[name=action]").select_option("approve")
    editor.get_by_role("button", name="Go").click()
    expect(editor.locator(".success")).to_contain_text("1 replies are shown")
    editor.goto(PAGE)
    follow(editor, "Answer")
    expect(editor.locator("blockquote")).to_contain_text("second line")
    write(editor, "The editor's answer", "Answer")

    reader.goto(PAGE)
    assert reader.get_by_role("region", name="Replies").locator(".reply-name").all_inner_texts() == [
        "Ann Coder",
        "Ed Itor",
    ]
    expect(reader.locator(".answers .chip")).to_have_text("Editor")
    follow(reader, "Withdraw")
    submit(reader, "Withdraw it")
    expect(reader.locator(".thread").first).to_contain_text("This reply is no longer shown.")
    expect(reader.locator(".thread").first).to_contain_text("The editor's answer")


def test_nothing_that_readers_write_runs(new_page, editor_user):
    """At the end no page may have told of a script that was stopped either: there was none."""
    page = new_page()
    dialogs = dialogs_of(page)
    log_in(page, a_reader())
    page.goto(PAGE)
    name = "<script>alert(0)</script><b onclick=alert(1)>Ann"
    write(page, f"{EVIL}\n{HIDDEN}", name=name)
    Reply.objects.update(state="shown")
    for address in (
        PAGE,
        "/discussion/icd10cm/A00.1/",
        f"/discussion/icd10cm/A00.1/reply/?to={Reply.objects.get().pk}",
    ):
        page.goto(address)
        text = page.locator(".reply-text").first
        for line in EVIL.splitlines():
            expect(text).to_contain_text(line)
        expect(text).to_contain_text("turned gnp.exe zerowidth isolated nul")
        expect(page.locator(".reply-name").first).to_have_text(name)
        assert text.locator("*:not(a)").count() == 0
        links = text.locator("a")
        assert {each.get_attribute("href") for each in links.all()} == {"https://example.org/"}
        assert {each.get_attribute("rel") for each in links.all()} == {"nofollow ugc noopener"}
        for each in [*links.all(), text, page.locator(".reply-name").first]:
            each.hover()

    a_mistake(Code.objects.get(value="A00.1"), wrong=EVIL, right=EVIL, section=name[:80])
    editor = new_page()
    dialogs += dialogs_of(editor)
    log_in(editor, editor_user)
    reply, mistake = Reply.objects.get().pk, Mistake.objects.get().pk
    for address in ("reply/?state=all", f"reply/{reply}/change/", "mistake/", f"mistake/{mistake}/change/"):
        answer = editor.goto(f"/admin/discussion/{address}")
        assert answer.status == 200
        expect(editor.locator("#content")).to_contain_text("<script>alert(")
    assert dialogs == []


def test_a_megabyte_is_kept_and_refused(new_page):
    page = new_page()
    log_in(page, a_reader(name="Ann Coder"))
    page.goto(PAGE)
    write(page, "x" * 900_000)
    expect(page.get_by_role("main")).to_contain_text("At most 5,000 characters, please. This has 900,000")
    assert len(page.get_by_label("Your reply").input_value()) == 900_000
    assert Reply.objects.count() == 0


def test_a_guest_reports_a_mistake_and_an_editor_answers(page, new_page, editor_user):
    page.goto(PAGE)
    follow(page, "Report a mistake")
    page.get_by_label("Where", exact=True).select_option("Notes")
    page.get_by_label("What is wrong").fill("An invented fault")
    page.get_by_label("Your e-mail address").fill("guest@example.org")
    submit(page, "Send it to the editors")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")

    editor = new_page()
    log_in(editor, editor_user)
    editor.goto("/admin/")
    editor.get_by_role("link", name="1 mistake is").click()
    editor.get_by_role("link", name="ICD-10-CM A00.1: Notes").click()
    editor.get_by_label("Answer").fill("You are right.")
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.locator(".success")).to_be_visible()
    editor.goto("/local/mail/")
    editor.get_by_role("link", name=re.compile("our answer about")).first.click()
    expect(editor.locator("pre")).to_contain_text("> You are right.")
    expect(editor.locator("pre")).to_contain_text("> An invented fault")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_faults(new_page, scheme, member_user):
    code = Code.objects.get(value="A00.1")
    opened_by(member_user, code)
    top, mine = a_reply(code, text="https://example.org/ " * 9), a_reply(code, writer=member_user, state="waiting")
    for _ in range(policy.ANSWERS_ON_CODE_PAGE + 1):
        an_answer(top, writer=a_reader(is_staff=True, name="Ed Itor"))
    a_reply(code, text="W" * 300, writer=a_reader(name="N" * 80))
    form = "/discussion/icd10cm/A00.1"
    reader = [PAGE, f"{form}/", f"{form}/reply/?to={top.pk}", f"/discussion/replies/{top.pk}/report/",
              f"/discussion/replies/{mine.pk}/withdraw/", "/discussion/rules/"]  # fmt: skip
    page = new_page(color_scheme=scheme)
    found = faults_of(page, [f"{form}/mistake/", f"{form}/mistake/thanks/", f"{form}/"])
    log_in(page, member_user)
    found += faults_of(page, reader)
    page.goto(f"{form}/reply/")
    submit(page, "Reply")
    found += faults(page, "reply with errors")
    assert not found, "\n".join(["", *found])


def faults_of(page, addresses):
    return [fault for address in addresses for fault in (page.goto(address), *faults(page, address))[1:]]


def faults(page, name):
    axe.load(page)
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{name}, {width} px: {wide} px wide")
        found += [f"{name}, {width} px: {line}" for line in axe.violations(page)]
    return found
