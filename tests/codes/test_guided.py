"""Guided choice: questions from descriptors, answers that lead to a code, and nothing that leads nowhere."""

from collections import defaultdict
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from django.core.cache import caches
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.guided import url_for
from codes.guided.differences import leaves_of
from codes.guided.labels import common_beginning, labels_of
from codes.guided.questions import Choice
from codes.guided.reads import Line
from codes.guided.sides import sided
from codes.guided.words import QUESTIONS, REMARK, question_for
from codes.models import Code, Note
from tests.builders import a_code, a_release
from tests.guided_builders import a_creased_sleeve, a_table, a_tree
from tests.test_query_counts import statements


def asked(page):
    """[(question, [(answer, how many codes it leaves)])] of a page."""
    return [(q.text, [(o.label, o.count) for o in q.options]) for q in page.context["choice"].questions]


def answers(page):
    """[(question, answer, the query without it)] that a page says were given."""
    return [(given.text, given.label, given.query) for given in page.context["choice"].given]


def left(page):
    return [leaf.code.value for leaf in page.context["choice"].remaining]


def walked(choice):
    """The values that are reached by answering the first question of each page."""
    if choice.found:
        return [choice.found.value]
    options = choice.questions[0].options
    behind = [replace(choice, answers=dict(parse_qsl(option.query))) for option in options]
    assert [len(each.remaining) for each in behind] == [option.count for option in options]
    return [value for each in behind for value in walked(each)]


# The page


@pytest.mark.django_db
def test_it_works(guest):
    a_creased_sleeve()
    page = guest.get("/choose/icd10cm/Q72.0/")
    assert page.status_code == 200
    encounters = ["initial encounter for closed crease", "subsequent encounter for closed crease", "sequela"]
    assert asked(page) == [
        ("Which side?", [("right", 9), ("left", 9), ("unspecified", 9)]),
        ("Hem (lower) or unspecified part of cuff?", [("hem (lower)", 18), ("unspecified part of cuff", 9)]),
        ("Which encounter?", [(label, 9) for label in encounters]),
    ]
    assert "27 codes are left" in page.text
    assert "Crease of unspecified part of cuff of right sleeve, initial encounter for closed crease" in page.text
    assert '<meta name="robots"' not in page.text


@pytest.mark.django_db
def test_answers_narrow_and_stand_with_what_takes_them_back(guest):
    a_creased_sleeve()
    page = guest.get("/choose/icd10cm/Q72.0/?encounter=A&kind=Q72.024&side=left")
    assert left(page) == ["Q72.025A"]
    assert answers(page) == [
        ("Hem (lower) or unspecified part of cuff?", "hem (lower)", "side=left&encounter=A"),
        ("Stitched or Unstitched?", "Unstitched", "kind=Q72.02&side=left&encounter=A"),
        ("Which side?", "left", "kind=Q72.024&encounter=A"),
        ("Which encounter?", "initial encounter for closed crease", "kind=Q72.024&side=left"),
    ]
    assert '<meta name="robots" content="noindex">' in page.text


@pytest.mark.django_db
def test_the_last_code_stands_large_with_the_way_to_its_page(guest):
    a_creased_sleeve()
    page = guest.get("/choose/icd10cm/Q72.0/?kind=Q72.021&side=right&encounter=S")
    assert '<span class="code-value">Q72.021S</span>' in page.text
    assert 'href="/icd10cm/Q72.021S/">Open the page of Q72.021S</a>' in page.text
    assert "Stitched crease of hem (lower) of right sleeve, sequela" in page.text
    assert REMARK not in page.text
    assert REMARK in guest.get("/choose/icd10cm/Q72.0/?kind=Q72.021&side=unspecified&encounter=S").text


@pytest.mark.django_db
def test_every_link_of_a_page_leads_on(guest):
    a_creased_sleeve()
    seen, waiting, found = set(), [""], set()
    while waiting:
        query = waiting.pop()
        if query in seen:
            continue
        seen.add(query)
        page = guest.get(f"/choose/icd10cm/Q72.0/?{query}")
        choice = page.context["choice"]
        assert choice.remaining, query
        found |= {choice.found.value} if choice.found else set()
        links = [option.query for question in choice.questions for option in question.options]
        links += [given.query for given in choice.given]
        assert all(f"?{link.replace('&', '&amp;')}#question" in page.text for link in links)
        waiting += links
    assert found == set(Code.objects.filter(billable=True).values_list("value", flat=True))


@pytest.mark.django_db
def test_what_says_nothing_is_last_and_has_a_remark(guest):
    a_tree(
        {
            "Q08": "Frayed hem",
            "Q08.0": "Unspecified frayed hem",
            "Q08.1": "Frayed outer hem",
            "Q08.2": "Other frayed hem",
        }
    )
    page = guest.get("/choose/icd10cm/Q08/")
    assert asked(page) == [("Which kind?", [("outer", 1), ("Other", 1), ("Unspecified", 1)])]
    assert REMARK in page.text
    a_tree({"Q09": "Frayed collar", "Q09.0": "Frayed inner collar", "Q09.1": "Frayed outer collar"})
    assert REMARK not in guest.get("/choose/icd10cm/Q09/").text


@pytest.mark.django_db
def test_a_question_is_asked_only_where_all_codes_answer_it(guest):
    lines = {
        "Q17": "Worn elbow",
        "Q17.0": "Worn inner elbow",
        "Q17.1": "Worn outer elbow",
        "Q17.9": "Worn elbow, unspecified",
    }
    lines |= {"Q17.11": "Worn outer elbow, right sleeve", "Q17.12": "Worn outer elbow, left sleeve"}
    a_tree(dict(sorted(lines.items())))
    kinds = [("inner", 1), ("outer", 2), ("unspecified", 1)]
    assert asked(guest.get("/choose/icd10cm/Q17/")) == [("Which kind?", kinds)]
    assert asked(guest.get("/choose/icd10cm/Q17/?kind=Q17.1")) == [("Which side?", [("right", 1), ("left", 1)])]
    # Who has a worn right elbow may mean the codes that make no difference of sides.
    page = guest.get("/choose/icd10cm/Q17/?side=right")
    assert left(page) == ["Q17.0", "Q17.11", "Q17.9"]
    assert asked(page) == [("Which kind?", [("inner", 1), ("outer", 1), ("unspecified", 1)])]


@pytest.mark.django_db
def test_choosing_is_free(guest, member_user):
    codes = a_creased_sleeve()
    for _ in range(3):
        for value in ("Q72", "Q72.0", "Q72.001A"):
            assert guest.get(f"/choose/icd10cm/{value}/").status_code == 200
    assert not guest.cookies
    assert guest.get(codes["Q72.001A"].url).status_code == 200


@pytest.mark.django_db
def test_the_notes_stay_locked(guest):
    codes = a_creased_sleeve()
    for position, kind in enumerate(Note.Kind):
        Note.objects.create(code=codes["Q72.0"], kind=kind, position=position, text="A zzplantedzz note")
    for query in ("", "?encounter=A", "?encounter=A&side=right&kind=Q72.00"):
        assert "zzplantedzz" not in guest.get(f"/choose/icd10cm/Q72.0/{query}").text


@pytest.mark.django_db
def test_deleted_codes_and_empty_headings_are_no_answer(guest):
    codes = a_tree(
        {"Q31": "Lost button", "Q31.0": "Lost upper button", "Q31.1": "Lost lower button", "Q31.2": "Lost spare button"}
    )
    Code.objects.filter(pk=codes["Q31.1"].pk).update(status="deleted", billable=False)
    a_code("Q31.3", kind="heading", descriptor="Lost odd button", parent=codes["Q31"])
    page = guest.get("/choose/icd10cm/Q31/")
    assert asked(page) == [("Upper or spare?", [("upper", 1), ("spare", 1)])]


# Addresses that no page of ours makes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "told", "number"),
    [
        ("side=middle", ["side: middle"], 27),
        ("side=right&stage=3&fetus=" + "x" * 500, ["fetus: " + "x" * 60, "stage: 3"], 9),
        ("kind=Q72.021A", ["kind: Q72.021A"], 27),
        ("kind=%27+OR+1%3D1+--", ["kind: ' OR 1=1 --"], 27),
        ("side=", [], 27),
        ("side=left&side=right", [], 9),
        ("utm_source=letter&page=2", [], 27),
    ],
)
def test_answers_that_no_code_gives_are_said_and_left_out(guest, query, told, number):
    a_creased_sleeve()
    page = guest.get(f"/choose/icd10cm/Q72.0/?{query}")
    assert page.status_code == 200
    assert page.context["choice"].unknown == told
    assert len(left(page)) == number
    assert page.text.count("so it was left out") == len(told)


@pytest.mark.django_db
def test_answers_that_no_code_gives_together_can_be_taken_back(guest):
    a_tree(
        {
            "Q17": "Worn",
            "Q17.1": "Worn elbow",
            "Q17.11": "Worn right elbow",
            "Q17.12": "Worn left elbow",
            "Q17.2": "Worn knee",
        }
        | {"Q17.21": "Worn right knee", "Q17.22": "Worn unspecified knee", "Q17.23": "Worn left knee"}
    )
    page = guest.get("/choose/icd10cm/Q17/?side=unspecified&kind=Q17.1")
    assert page.status_code == 200
    assert "No code is left" in page.text
    assert answers(page) == [
        ("Elbow or knee?", "elbow", "side=unspecified"),
        ("Which side?", "unspecified", "kind=Q17.1"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "leads_to"),
    [
        ("/choose/icd10cm/q720/?side=right&x=%C3%A9", 301, "/choose/icd10cm/Q72.0/?side=right&x=%C3%A9"),
        ("/choose/icd10cm/Q72.001a/", 301, "/choose/icd10cm/Q72.001A/"),
        ("/choose/icd10pcs/0zt/", 301, "/choose/icd10pcs/0ZT/"),
        ("/choose/icd10cm/Q70-Q79/", 302, "/browse/icd10cm/Q70-Q79/"),
        ("/choose/icd10cm/q70-q79/", 302, "/browse/icd10cm/Q70-Q79/"),
        ("/choose/icd10cm/Q99/", 404, ""),
        ("/choose/icd10cm/Q%25/", 404, ""),
        ("/choose/icd10cm/Q72_0/", 404, ""),
        ("/choose/icd10cm/%C3%A9/", 404, ""),
        ("/choose/icd10cm/" + "Q" * 500 + "/", 404, ""),
        ("/choose/hcpcs/V9901/", 404, ""),
        ("/choose/hcpcs/v9901/", 404, ""),
        ("/choose/pos/11/", 404, ""),
        ("/choose/icd10cm/Q98/", 404, ""),
        ("/choose/nothing/Q98/", 404, ""),
    ],
)
def test_other_addresses(guest, address, status, leads_to):
    a_creased_sleeve()
    a_table()
    a_code("Q70-Q79", kind="section")
    a_code("V9901", "hcpcs")
    a_code("Q98", status="deleted")
    answer = guest.get(address)
    assert (answer.status_code, answer.headers.get("Location", "")) == (status, leads_to)


@pytest.mark.django_db
def test_what_cannot_be_chosen_says_why_and_leads_to_its_page(guest):
    a_code("V9901", "hcpcs")
    a_code("Q98", status="deleted")
    page = guest.get("/choose/hcpcs/V9901/")
    assert "A choice leads from a heading of ICD-10-CM or ICD-10-PCS" in page.text
    assert 'href="/hcpcs/V9901/"' in page.text
    page = guest.get("/choose/icd10cm/Q98/")
    assert "ICD-10-CM Q98 was deleted" in page.text
    assert 'href="/icd10cm/Q98/"' in page.text


@pytest.mark.django_db
def test_a_billable_code_is_its_own_choice(guest):
    a_creased_sleeve()
    assert "Open the page of Q72.001A" in guest.get("/choose/icd10cm/Q72.001A/").text


@pytest.mark.django_db
def test_posts_are_refused(guest):
    a_creased_sleeve()
    assert guest.post("/choose/icd10cm/Q72.0/").status_code == 405


# ICD-10-PCS


@pytest.mark.django_db
def test_characters_are_asked_in_order_and_only_with_labels_that_lead_to_a_code(guest):
    a_table()
    page = guest.get("/choose/icd10pcs/0ZT/")
    assert asked(page) == [
        ("Which body part?", [("Collar", 2), ("Cuff", 2), ("Hem", 2)]),
        ("Which approach?", [("Open", 5), ("Folded", 1)]),
        ("Which device?", [("Button", 2), ("No Device", 2), ("Zip", 2)]),
    ]
    assert [option.key for option in page.context["choice"].questions[2].options] == ["1-button", "Z", "1-zip"]
    assert [option.mark for option in page.context["choice"].questions[2].options] == ["1", "Z", "1"]
    page = guest.get("/choose/icd10pcs/0ZT/?body-part=3")
    assert asked(page) == [("Which approach?", [("Open", 1), ("Folded", 1)])]
    page = guest.get("/choose/icd10pcs/0ZT/?body-part=1&device=1-button")
    assert left(page) == ["0ZT101Z"]
    assert answers(page) == [
        ("Which body part?", "Collar", "device=1-button"),
        ("Which device?", "Button", "body-part=1"),
    ]
    assert left(guest.get("/choose/icd10pcs/0ZT/?body-part=1&device=1-zip")) == []


@pytest.mark.django_db
def test_without_its_table_the_characters_stand_for_themselves(guest):
    heading = a_code("0ZB", "icd10pcs", kind="heading", descriptor="Sleeve System, Cutting")
    for value in ("0ZB10ZZ", "0ZB1XZZ", "0ZB2XZZ"):
        a_code(value, "icd10pcs", descriptor=f"Cutting {value}", parent=heading)
    page = guest.get("/choose/icd10pcs/0ZB/?character-4=1")
    assert asked(page) == [("Which character 5?", [("0", 1), ("X", 1)])]


# Where it is offered


@pytest.mark.django_db
def test_headings_offer_the_choice_and_codes_do_not(guest, member):
    codes, table = a_creased_sleeve(), a_table()
    service, section = a_code("V9901", "hcpcs", kind="heading"), a_code("Q70-Q79", kind="section")
    gone = a_code("Q98", kind="heading", status="deleted")
    found = [url_for(code) for code in (codes["Q72.0"], table, codes["Q72.001A"], service, section, gone)]
    assert found == ["/choose/icd10cm/Q72.0/", "/choose/icd10pcs/0ZT/", "", "", "", ""]
    link = 'href="/choose/icd10cm/Q72.0/">Choose a billable code</a>'
    assert link in member.get("/icd10cm/Q72.0/").text
    assert link in guest.get("/browse/icd10cm/Q72.0/").text
    assert "Choose a billable code" not in member.get("/icd10cm/Q72.001A/").text
    assert "Choose a billable code" not in guest.get("/browse/icd10cm/Q70-Q79/").text


@pytest.mark.django_db
def test_a_page_costs_the_same_for_few_codes_and_for_many(guest, member_user):
    a_table()
    heading = a_code("Q50", kind="heading", descriptor="Torn lining")
    a_code("Q50.0", descriptor="Torn inner lining", parent=heading)
    a_code("Q50.1", descriptor="Torn outer lining", parent=heading)
    guest.get("/choose/icd10cm/Q50/")  # keeps the footer's releases
    few = [statements(guest, f"/choose/{address}/") for address in ("icd10cm/Q50", "icd10pcs/0ZT")]
    for i in range(200):
        a_code(f"Q50.2{i:03d}", descriptor=f"Torn lining of fold {i}", parent=heading)
    many = [statements(guest, f"/choose/{address}/") for address in ("icd10cm/Q50", "icd10pcs/0ZT")]
    assert few == many == [1, 2]
    assert statements(guest, "/choose/icd10cm/Q50/?kind=Q50.2007&side=right") == 1
    guest.force_login(member_user)
    assert [statements(guest, f"/choose/{address}/") for address in ("icd10cm/Q50", "icd10pcs/0ZT")] == [3, 4]
    caches["process"].clear()
    guest.logout()
    assert statements(guest, "/choose/icd10pcs/0ZT/") == 3


@pytest.mark.django_db
def test_of_many_codes_the_first_are_listed(guest):
    a_tree({"Q50": "Torn lining"} | {f"Q50.{i:03d}": f"Torn lining of fold {i}" for i in range(60)})
    page = guest.get("/choose/icd10cm/Q50/")
    assert len(page.context["rows"]) == 50
    assert "60 codes are left" in page.text
    assert "And 10 more" in page.text


@pytest.mark.django_db
def test_the_chips_tell_how_a_code_stands(guest):
    codes = a_tree({"Q50": "Torn lining", "Q50.0": "Torn inner lining", "Q50.1": "Torn outer lining"})
    Code.objects.filter(pk=codes["Q50.1"].pk).update(effective_from="2999-10-01", release=a_release())
    chips = [[chip["text"] for chip in row["chips"]] for row in guest.get("/choose/icd10cm/Q50/").context["rows"]]
    assert chips == [["Billable"], ["Not yet in effect"]]


# Differences


@pytest.mark.parametrize(
    ("lines", "sides", "plain"),
    [
        (
            ["Worn right cuff", "Worn left cuff", "Worn unspecified cuff"],
            {0: "right", 1: "left", 2: "unspecified"},
            ["Worn cuff"] * 3,
        ),
        (
            ["Worn, right cuff", "Worn, left cuff", "Worn, bilateral", "Worn, unspecified cuff"],
            {0: "right", 1: "left", 2: "bilateral", 3: "unspecified"},
            ["Worn"] * 4,
        ),
        (
            ["Worn unspecified part of unspecified cuff", "Worn unspecified part of right cuff"]
            + ["Worn unspecified part of left cuff", "Worn unspecified part of cuffs, bilateral"],
            {0: "unspecified", 1: "right", 2: "left", 3: "bilateral"},
            ["Worn unspecified part of cuff"] * 4,
        ),
        (
            ["Sewn right cuff", "Sewn left cuff", "Torn right cuff", "Torn left cuff", "Torn collar"],
            {0: "right", 1: "left", 2: "right", 3: "left"},
            ["Sewn cuff", "Sewn cuff", "Torn cuff", "Torn cuff", "Torn collar"],
        ),
        # Of which of the two the last one tells, nobody knows.
        (
            ["Worn right upper fold", "Worn left upper fold", "Worn right lower fold", "Worn left lower fold"]
            + ["Worn unspecified fold"],
            {0: "right", 1: "left", 2: "right", 3: "left"},
            ["Worn upper fold", "Worn upper fold", "Worn lower fold", "Worn lower fold", "Worn unspecified fold"],
        ),
        # What follows the side tells the two apart, so it stays.
        (
            ["Worn, right cuff", "Worn, left cuff", "Worn, right hem", "Worn, left hem"],
            {0: "right", 1: "left", 2: "right", 3: "left"},
            ["Worn, cuff", "Worn, cuff", "Worn, hem", "Worn, hem"],
        ),
        (["Worn right cuff", "Torn left cuff"], {}, ["Worn right cuff", "Torn left cuff"]),
        (["Worn right cuff", "Worn cuff"], {}, ["Worn right cuff", "Worn cuff"]),
        ([], {}, []),
    ],
)
def test_sides_are_told_where_right_and_left_stand_beside_each_other(lines, sides, plain):
    assert sided(lines) == (sides, plain)


@pytest.mark.parametrize(
    ("above", "lines", "labels"),
    [
        ("Worn cuff", ["Worn cuff with stains", "Worn cuff, unspecified"], ["with stains", "unspecified"]),
        ("Worn cuff", ["Worn inner cuff", "Other worn cuff"], ["inner", "Other"]),
        ("Worn sleeve", ["Wear of hem of sleeve", "Wear of cuff of sleeve"], ["hem", "cuff"]),
        ("Sleeve", ["Faded following wash", "Torn following wash"], ["Faded", "Torn"]),
        (
            "Worn hem",
            ["Worn hem, stage 1", "Worn hem, stage 2", "Frayed thread of worn hem"],
            ["stage 1", "stage 2", "Frayed thread"],
        ),
        ("Sleeve", ["Worn (old) cuff", "Worn (new) cuff"], ["(old)", "(new)"]),
        ("Sleeve", ["Worn (old cuff)", "Worn (new cuff)"], ["Worn (old cuff)", "Worn (new cuff)"]),
        ("Sleeve", ["Worn", "Worn cuff"], ["Worn", "cuff"]),
        ("Sleeve", ["Worn", "Worn"], ["", ""]),
    ],
)
def test_labels_are_what_sets_lines_apart(above, lines, labels):
    assert labels_of(lines, above) == labels


@pytest.mark.parametrize(
    ("labels", "question"),
    [
        (["Stitched", "Unstitched"], "Stitched or Unstitched?"),
        (["with stains", "without stains"], "With or without?"),
        (["a label that is much too long to be a question", "b"], "Which of the two?"),
        (["with stains", "with holes", "with moths", "unspecified"], "With what?"),
        (["mild", "moderate", "severe"], "How severe?"),
        (["shoulder", "elbow", "wrist"], "Which site?"),
        (["upper end", "shaft", "lower end"], "Which part?"),
        (["red", "green", "blue"], "Which kind?"),
        (["unspecified", "unspecified so far", "not specified"], "Which kind?"),
    ],
)
def test_a_question_is_put_by_its_answers(labels, question):
    assert question_for(labels) == question


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        (["sequela", "sequela"], "sequela"),
        (["first visit for closed crease", "first visit for crease"], "first visit"),
        (["red", "green"], "red / green"),
    ],
)
def test_answers_of_several_branches_have_what_they_share(labels, label):
    assert common_beginning(labels) == label


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "question", "keys"),
    [
        (
            {"1": "first trimester", "2": "second trimester", "3": "third trimester", "9": "unspecified trimester"},
            "Which trimester?",
            ["first-trimester", "second-trimester", "third-trimester", "unspecified-trimester"],
        ),
        (
            {"0": "not applicable or unspecified", "1": "fetus 1", "2": "fetus 2", "9": "other fetus"},
            "Which fetus?",
            ["fetus-1", "fetus-2", "other-fetus", "not-applicable-or-unspecified"],
        ),
        ({"1": "mild stage", "2": "severe stage", "3": "odd"}, "Which stage?", ["mild-stage", "severe-stage", "odd"]),
        ({"0": "without tophus (tophi)", "1": "with tophus (tophi)"}, "With or without tophi?", None),
        ({"1": "initial encounter", "2": "sequela of crease"}, "Which encounter?", ["1", "2"]),
    ],
)
def test_subjects_have_questions_that_hold_for_many_branches(guest, lines, question, keys):
    tree = {"Q30": "Odd sleeve"}
    for digit, kind in (("1", "short"), ("2", "long"), ("3", "wide")):
        tree[f"Q30.{digit}"] = f"Odd {kind} sleeve"
        tree |= {f"Q30.{digit}{end}": f"Odd {kind} sleeve, {words}" for end, words in lines.items()}
    a_tree(tree)
    questions = {
        q.text: [o.key for o in q.options] for q in guest.get("/choose/icd10cm/Q30/").context["choice"].questions
    }
    assert set(questions) == {question, "Which kind?"}
    assert keys is None or questions[question] == keys


WORDS = st.sampled_from(
    [
        "right",
        "left",
        "bilateral",
        "unspecified",
        "both",
        "cuff",
        "cuffs,",
        "of",
        "(old)",
        "(new",
        "stage 1",
        "stage",
        "\u00a0",
    ]
    + ["fetus 1", "first trimester", "initial encounter", "sequela", "with", "without", "", ","]
)
DESCRIPTORS = st.lists(WORDS, max_size=6).map(" ".join)


@st.composite
def trees(draw):
    """Lines of a heading with a random hierarchy below it, in which many descriptors are alike."""
    lines, number = [], draw(st.integers(1, 25))
    parents = [draw(st.integers(0, i)) for i in range(number)]
    for i in range(number + 1):
        heading = i in parents
        parent = parents[i - 1] if i else None
        fields = {"kind": "heading" if heading else "code", "billable": not heading, "status": "active"}
        words = {"descriptor": draw(DESCRIPTORS), "title": "", "short_descriptor": ""}
        place = {"id": i, "system": "icd10cm", "value": f"Q{i:02d}", "parent_id": parent, "position": i}
        lines.append(Line(**place, **fields, effective_from=None, effective_to=None, **words))
    return lines


@given(trees())
@settings(max_examples=100, deadline=None)
def test_whatever_descriptors_say_every_code_is_reached_once(lines):
    leaves = leaves_of(lines[0], lines[1:])
    assert [leaf.code for leaf in leaves] == [line for line in lines if line.billable]
    reached = walked(Choice(leaves, QUESTIONS, {}, [], False))
    assert sorted(reached) == sorted(line.value for line in lines if line.billable)


@given(trees(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_a_code_is_reached_by_its_own_answers_in_any_order(lines, dice):
    leaves = leaves_of(lines[0], lines[1:])
    for leaf in dice.sample(leaves, min(len(leaves), 5)):
        choice = Choice(leaves, QUESTIONS, {}, [], False)
        while not choice.found:
            question = dice.choice(choice.questions)
            (own,) = [option for option in question.options if leaf.fits(question.key, option.key)]
            choice = replace(choice, answers=dict(parse_qsl(own.query)))
        assert choice.found is leaf.code


@pytest.mark.django_db
def test_a_code_without_a_side_beside_those_of_both_is_an_answer_of_its_own(guest):
    a_tree({"Q17": "Worn", "Q17.0": "Worn cuff", "Q17.1": "Worn right cuff", "Q17.2": "Worn left cuff"})
    labels = ["Worn cuff", "Worn right cuff (Q17.1)", "Worn left cuff (Q17.2)"]
    assert asked(guest.get("/choose/icd10cm/Q17/")) == [("Which kind?", [(label, 1) for label in labels])]
    assert left(guest.get("/choose/icd10cm/Q17/?side=left")) == ["Q17.0", "Q17.2"]


@pytest.mark.django_db
def test_a_code_beside_headings_with_the_same_words_keeps_an_address_of_its_own(guest):
    lines = {
        "Q17": "Worn cuff",
        "Q17.1": "Worn right cuff",
        "Q17.2": "Worn left cuff",
        "Q17.3": "Worn unspecified cuff",
    }
    for side in ("1", "2"):
        lines |= {f"Q17.{side}{i}": f"{lines[f'Q17.{side}']}, fold {i}" for i in (1, 2)}
    a_tree(lines)
    choice = guest.get("/choose/icd10cm/Q17/").context["choice"]
    assert sorted(walked(choice)) == ["Q17.11", "Q17.12", "Q17.21", "Q17.22", "Q17.3"]


def test_codes_with_the_same_words_are_told_apart_by_their_values():
    place = {"system": "icd10cm", "status": "active", "effective_from": None, "effective_to": None}
    words = {"descriptor": "Worn cuff", "title": "", "short_descriptor": ""}
    top = Line(id=0, value="Q1", parent_id=None, position=0, kind="heading", billable=False, **place, **words)
    below = [
        Line(id=i, value=f"Q1.{i}", parent_id=0, position=i, kind="code", billable=True, **place, **words)
        for i in (1, 2)
    ]
    leaves = leaves_of(top, below)
    found = defaultdict(list)
    for leaf in leaves:
        found[leaf.path[0].label].append(leaf.code.value)
    assert list(found.values()) == [["Q1.1"], ["Q1.2"]]
