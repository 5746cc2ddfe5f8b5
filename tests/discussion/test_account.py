"""What an account's file tells of replies and reports, and what is left when it is closed."""

from accounts.actions import close_account, everything_about
from discussion.models import Follow, Mistake, Reply, ReplyReport
from tests.builders import a_reader
from tests.discussion.builders import a_mistake, a_reply


def test_my_data_holds_replies_reports_and_follows(member_user, code):
    a_reply(code, writer=member_user, text="Words of mine", letters=True)
    other = a_reply(code, text="Words of others")
    Follow.objects.create(reader=member_user, code=code)
    ReplyReport.objects.create(reply=other, reader=member_user, why="rude")
    a_mistake(code, reporter=member_user, email="", wrong="My finding")
    a_mistake(code)
    stored = everything_about(member_user)
    assert [(r["code"], r["text"], r["state"]) for r in stored["replies"]] == [("CPT 99901", "Words of mine", "Shown")]
    assert [f["code"] for f in stored["codes followed"]] == ["CPT 99901"]
    assert [r["why"] for r in stored["replies reported"]] == ["It is rude or attacks somebody"]
    assert [m["wrong"] for m in stored["mistakes reported"]] == ["My finding"]
    assert "Words of others" not in str(stored)


def test_the_file_holds_them(guest, code):
    from tests.builders import PASSWORD

    user = a_reader()
    a_reply(code, writer=user, text="Words of mine")
    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert [r["text"] for r in guest.get("/account/data.json").json()["replies"]] == ["Words of mine"]


def test_replies_of_a_closed_account_are_a_former_readers(member, open_code):
    writer = a_reader(name="Ann Coder")
    a_reply(open_code, writer=writer, text="Kept words")
    close_account(user=writer)
    page = member.get("/cpt/99901/").text
    assert "Kept words" in page
    assert "A former reader</bdi>" in page
    assert "Ann Coder" not in page
    assert Reply.objects.get().writer is None


def test_reports_of_mistakes_lose_the_address(code):
    user = a_reader("Me@example.org")
    a_mistake(code, reporter=user, email="", wrong="as a reader")
    a_mistake(code, email="me@EXAMPLE.org", wrong="as a guest")
    a_mistake(code, email="other@example.org", wrong="of another")
    Follow.objects.create(reader=user, code=code)
    close_account(user=user)
    addresses = {mistake.wrong: mistake.address for mistake in Mistake.objects.all()}
    assert addresses == {"as a reader": "", "as a guest": "", "of another": "other@example.org"}
    assert Follow.objects.count() == 0
