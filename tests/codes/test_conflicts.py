"""What an editor holds and a release words otherwise: kept, decided, given back."""

from datetime import date

import pytest
from django.contrib.messages import get_messages

from codes import actions
from codes.admin.words import apart
from codes.models import Change, Code, Conflict
from codes.releases import loader
from codes.releases.loader import Content, Options, Publication
from codes.releases.rows import CodeRow
from tests.builders import a_code, a_reader, values_found
from tests.codes.test_admin import address, form_of

pytestmark = pytest.mark.django_db
LIST = "/admin/codes/conflict/"


def load(number, *, value="Q01.1", descriptor="Blue fever", short="", common="", back=False):
    """Load a release of one code; the higher its number, the later."""
    row = CodeRow(value, None, 1, "code", True, short, descriptor, (), common_language=common)
    publication = Publication(
        source="icd10cm",
        system="icd10cm",
        name=f"Release {number}",
        effective=date(2020 + number, 10, 1),
        sha256=f"{number}{descriptor}",
    )
    content = Content(codes=[row], code_parts=["order"])
    return loader.load(content, publication, Options(allow_mass_end=True, back=back)).release


def held_code(editor_user, words="Sky fever"):
    """A loaded code whose descriptor an editor has written."""
    load(1)
    code = Code.objects.get()
    code.descriptor = words
    actions.edit_code(code=code, changed=["descriptor"], by=editor_user)
    return code


@pytest.fixture
def code(editor_user):
    """A code whose descriptor an editor holds and the second release words anew."""
    code = held_code(editor_user)
    load(2, descriptor="Azure fever")
    return code


def words_of(code):
    code.refresh_from_db()
    return code.descriptor, code.held, code.published


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def decide(editor, conflict, take):
    return editor.post(f"{LIST}{conflict.pk}/resolve/", {"take": take})


# The list


def test_it_works(editor, code):
    page = editor.get(LIST)
    assert [conflict.code for conflict in page.context["cl"].result_list] == [code]
    assert "<mark>Sky</mark> fever" in page.text
    assert "<mark>Azure</mark> fever" in page.text
    assert "Release 2" in page.text


def test_nothing_to_decide(editor):
    assert "Nothing to decide" in editor.get(LIST).text


def test_the_newest_stands_first_and_only_the_newest_of_one_descriptor(editor, code):
    load(3, descriptor="Marine fever")
    other = a_code("Q01.2", descriptor="Ours", held=["descriptor"], published={"descriptor": "Old"})
    newest = load(4, value="Q01.2", descriptor="Theirs")
    listed = list(editor.get(LIST).context["cl"].result_list)
    assert [(conflict.code, conflict.publishers_words) for conflict in listed] == [
        (other, "Theirs"),
        (code, "Marine fever"),
    ]
    assert listed[0].release == newest


def test_the_list_costs_the_same_for_few_and_many(editor, code, django_assert_num_queries):
    editor.get(LIST)
    with django_assert_num_queries(4):
        editor.get(LIST)
    for i in range(20):
        other = a_code(f"Q02.{i:02d}", held=["descriptor"], descriptor="Ours")
        change = Change(code=other, system=other.system, value=other.value, kind="conflict", field="descriptor")
        change.release_id, change.after = Change.objects.first().release_id, "Theirs"
        change.save()
    with django_assert_num_queries(4):
        assert len(editor.get(LIST).context["cl"].result_list) == 21


def test_the_desk_says_how_many_wait(editor, code):
    assert "1 conflict waits" in editor.get("/admin/").text
    decide(editor, Conflict.objects.get(), "no")
    assert "conflict waits" not in editor.get("/admin/").text


def test_only_who_may_write_about_codes_decides(client, code):
    client.force_login(a_reader(is_staff=True))
    conflict = Conflict.objects.get()
    assert client.get(LIST).status_code == 403
    assert decide(client, conflict, "yes").status_code == 403
    assert client.post(LIST, {"action": "take", "_selected_action": conflict.pk}).status_code == 403
    assert "conflict" not in client.get("/admin/").text
    assert words_of(code)[0] == "Sky fever"


def test_a_decision_needs_its_token_and_a_form(editor, code, editor_user):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor_user)
    conflict = Conflict.objects.get()
    assert decide(strict, conflict, "yes").status_code == 403
    assert editor.get(f"{LIST}{conflict.pk}/resolve/").status_code == 405
    assert decide(editor, conflict, "perhaps").status_code == 400
    assert words_of(code)[0] == "Sky fever"


# Deciding


def test_the_editors_words_are_kept(editor, code, editor_user):
    response = decide(editor, Conflict.objects.get(), "no")
    assert (response.status_code, response.url) == (302, LIST)
    assert said(response) == ["The editor's words were kept: ICD-10-CM Q01.1."]
    conflict = Conflict.objects.get()
    assert (conflict.resolution, conflict.resolved_by) == ("kept", editor_user)
    assert conflict.resolved_at is not None
    assert words_of(code) == ("Sky fever", ["descriptor"], {"descriptor": "Azure fever"})
    load(3, descriptor="Azure fever")
    assert not Conflict.objects.open().exists()


def test_the_publishers_words_are_taken(editor, code, editor_user):
    response = decide(editor, Conflict.objects.get(), "yes")
    assert said(response) == ["The publisher's words were taken: ICD-10-CM Q01.1."]
    conflict = Conflict.objects.get()
    assert (conflict.resolution, conflict.resolved_by) == ("taken", editor_user)
    assert words_of(code) == ("Azure fever", [], {})
    assert values_found("azure")
    assert values_found("sky") == []
    newest = code.history.first()
    assert (newest.descriptor, newest.history_user) == ("Azure fever", editor_user)
    assert newest.history_change_reason == "Took the publisher's official descriptor: Release 2"
    load(3, descriptor="Marine fever")
    assert words_of(code)[0] == "Marine fever"


def test_a_decision_leads_back_to_the_list_as_it_was_filtered(editor, code):
    page = editor.get(f"{LIST}?system=icd10cm")
    conflict = Conflict.objects.get()
    assert f'formaction="{LIST}{conflict.pk}/resolve/?system=icd10cm"' in page.text
    response = editor.post(f"{LIST}{conflict.pk}/resolve/?system=icd10cm", {"take": "no"})
    assert response.url == f"{LIST}?system=icd10cm"


def test_the_newest_words_are_taken_where_the_publisher_came_round(editor, code):
    """The third release has the editor's very words: no conflict, but the publisher's newest."""
    load(3, descriptor="Sky fever")
    decide(editor, Conflict.objects.get(), "yes")
    assert words_of(code) == ("Sky fever", [], {})


def test_what_is_decided_stays_decided(editor, code, editor_user):
    conflict = Conflict.objects.get()
    decide(editor, conflict, "no")
    again = decide(editor, conflict, "yes")
    assert said(again)[-1] == "ICD-10-CM Q01.1: decided already by Ed Itor. The editor's words were kept."
    assert words_of(code)[0] == "Sky fever"


def test_an_older_conflict_gives_way_to_a_later_one_and_is_decided_with_it(editor, code):
    older = Conflict.objects.get()
    load(3, descriptor="Marine fever")
    response = decide(editor, older, "yes")
    assert said(response) == [
        "ICD-10-CM Q01.1: Release 3 has newer words for its official descriptor. Decide on those."
    ]
    assert words_of(code)[0] == "Sky fever"
    decide(editor, Conflict.objects.open().get(), "yes")
    assert words_of(code)[0] == "Marine fever"
    assert [conflict.resolution for conflict in Conflict.objects.all()] == ["taken", "taken"]


def test_what_nobody_holds_any_more_is_not_decided(editor, code):
    Code.objects.update(held=[])
    response = decide(editor, Conflict.objects.get(), "no")
    assert said(response) == ["ICD-10-CM Q01.1: no editor holds its official descriptor any more."]
    assert not Conflict.objects.open().exists()


def test_a_decision_is_signed_whoever_calls(editor_user, code):
    actions.resolve_conflict(change=Conflict.objects.get(), take=True, by=editor_user)
    assert [entry.history_user for entry in code.history.all()] == [editor_user, editor_user, None]


def test_a_failure_half_way_leaves_nothing(editor_user, code, monkeypatch):
    monkeypatch.setattr(actions, "settle", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.resolve_conflict(change=Conflict.objects.get(), take=True, by=editor_user)
    assert words_of(code) == ("Sky fever", ["descriptor"], {"descriptor": "Azure fever"})
    assert code.history.count() == 2


@pytest.mark.parametrize(
    ("action", "kept", "resolution", "words"),
    [
        ("keep", "The editor's words were kept", "kept", "Sky fever"),
        ("take", "The publisher's words were taken", "taken", "Azure fever"),
    ],
)
def test_several_at_once(editor, code, action, kept, resolution, words):
    other = a_code("Q01.2", descriptor="Ours", held=["descriptor"])
    load(3, value="Q01.2", descriptor="Theirs")
    chosen = [conflict.pk for conflict in Conflict.objects.all()]
    response = editor.post(LIST, {"action": action, "_selected_action": chosen})
    assert said(response) == [f"{kept}: ICD-10-CM Q01.2, ICD-10-CM Q01.1."]
    assert {conflict.resolution for conflict in Conflict.objects.all()} == {resolution}
    assert words_of(code)[0] == words
    assert words_of(other)[0] == ("Ours" if action == "keep" else "Theirs")


def test_a_great_many_are_decided_in_parts(editor, code, monkeypatch):
    monkeypatch.setattr("codes.admin.conflict.MOST_AT_ONCE", 1)
    other = a_code("Q01.2", descriptor="Ours", held=["descriptor"])
    load(3, value="Q01.2", descriptor="Theirs")
    chosen = [conflict.pk for conflict in Conflict.objects.all()]
    response = editor.post(LIST, {"action": "keep", "_selected_action": chosen})
    assert said(response)[-1] == "No more than 1 are decided at once: the rest still waits."
    assert [conflict.code for conflict in Conflict.objects.open()] == [code]
    assert Conflict.objects.get(code=other).resolution == "kept"


# Holding and giving back


def saved(editor, code, **changes):
    """The form of a code, sent with these changes and published at once."""
    data = form_of(editor.get(address(code)))
    return editor.post(address(code), data | {"_publish": "1"} | changes)


def test_the_publishers_words_are_kept_when_a_descriptor_is_first_held(editor):
    load(1, short="Blue fvr", common="A fever that is blue")
    code = Code.objects.get()
    saved(editor, code, descriptor="Sky fever", common_language="A fever like the sky")
    assert words_of(code) == (
        "Sky fever",
        ["common_language", "descriptor"],
        {"descriptor": "Blue fever", "common_language": "A fever that is blue"},
    )
    saved(editor, code, descriptor="Heavenly fever")
    assert words_of(code)[2]["descriptor"] == "Blue fever"


def test_a_common_language_description_written_by_hand_outlives_a_release(editor):
    load(1, common="A fever that is blue")
    code = Code.objects.get()
    saved(editor, code, common_language="Our own words")
    load(2, common="A fever that is azure")
    code.refresh_from_db()
    assert code.common_language == "Our own words"
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.publishers_words) == ("common_language", "A fever that is azure")


def test_a_tick_taken_out_brings_the_publishers_words_back(editor, code):
    response = saved(editor, code, held=[])
    assert "The official descriptor is the publisher's again." in said(response)
    assert words_of(code) == ("Azure fever", [], {})
    assert values_found("azure")
    assert [conflict.resolution for conflict in Conflict.objects.all()] == ["taken"]
    assert code.history.first().history_change_reason == "Changed: held"


def test_where_the_publisher_has_no_words_the_editors_stay(editor):
    load(1)
    code = Code.objects.get()
    saved(editor, code, common_language="Our own words")
    response = saved(editor, code, held=[])
    message = "The publisher has no words for the common language description: yours stand until a release brings some."
    assert message in said(response)
    code.refresh_from_db()
    assert (code.common_language, code.held, code.published) == ("Our own words", [], {})


def test_a_tick_put_in_holds_the_words_as_they_are(editor):
    load(1)
    code = Code.objects.get()
    saved(editor, code, held=["descriptor"])
    load(2, descriptor="Azure fever")
    assert words_of(code) == ("Blue fever", ["descriptor"], {"descriptor": "Azure fever"})


def test_a_descriptor_cannot_be_written_and_given_back_at_once(editor, code):
    response = saved(editor, code, descriptor="Heavenly fever", held=[])
    assert "The official descriptor is written anew above: keep its tick, or leave it as it was." in response.text
    assert words_of(code)[0] == "Sky fever"


def test_a_form_older_than_a_release_does_not_bring_the_old_words_back(editor):
    load(1)
    code = Code.objects.get()
    data = form_of(editor.get(address(code)))
    newer = load(2, descriptor="Azure fever")
    editor.post(address(code), data | {"title": "Our title", "_publish": "1"})
    assert words_of(code) == ("Azure fever", [], {})
    assert (code.title, code.release) == ("Our title", newer)


def test_line_ends_alone_are_no_edit(editor):
    """A browser sends every line end as two characters."""
    code = a_code("Q01.1", common_language="One\nTwo")
    data = form_of(editor.get(address(code)))
    sent = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}
    editor.post(address(code), sent | {"_publish": "1"})
    code.refresh_from_db()
    assert (code.common_language, code.held) == ("One\nTwo", [])


def test_the_form_shows_what_would_come_back(editor, code):
    page = editor.get(address(code)).text
    assert "Official descriptor: Azure fever" in page


def test_a_preview_of_a_tick_taken_out_keeps_nothing(editor, code):
    data = form_of(editor.get(address(code)))
    preview = editor.post(address(code, "preview/"), data | {"held": [], "_preview": "1"})
    assert "Azure fever" in preview.text
    assert words_of(code) == ("Sky fever", ["descriptor"], {"descriptor": "Azure fever"})
    assert Conflict.objects.open().count() == 1


# Words


@pytest.mark.parametrize(
    ("one", "other", "sides"),
    [
        ("same", "same", ([("same", False)], [("same", False)])),
        ("", "all new", ([], [("all new", True)])),
        (
            "blue fever, with spots",
            "blue fever with spots",
            (
                [("blue fever", False), (",", True), (" with spots", False)],
                [("blue fever with spots", False)],
            ),
        ),
        ("a b", "a c", ([("a ", False), ("b", True)], [("a ", False), ("c", True)])),
        (
            "a b c",
            "a x y c",
            ([("a ", False), ("b", True), (" c", False)], [("a ", False), ("x y", True), (" c", False)]),
        ),
    ],
)
def test_where_two_texts_differ(one, other, sides):
    assert apart(one, other) == sides


def test_very_long_texts_are_compared_line_by_line():
    long = "word " * 3_000 + "\n"
    assert apart(f"{long}one two\n", f"{long}one three\n") == (
        [(long, False), ("one two\n", True)],
        [(long, False), ("one three\n", True)],
    )
