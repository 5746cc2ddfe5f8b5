"""The operator's page of numbers, the plots on it, and the file of totals."""

import re
from datetime import date, timedelta

import pytest

from figures import actions, plots, series
from figures.models import DailyTotal, Event
from tests.builders import a_code, a_reader
from tests.codes.desk import browser, somebody
from tests.figures.test_counting import TODAY, YESTERDAY, opened
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db
PAGE, FILE = "/admin/numbers/", "/admin/numbers/totals.csv"
MONTH = TODAY.replace(day=1)


@pytest.fixture
def operator(db):
    return browser(somebody("operator"))


def total(number=1, day=YESTERDAY, kind="view", reader="guest", page=""):
    return DailyTotal.objects.create(day=day, kind=kind, reader=reader, page=page, number=number)


def days_of(answer):
    (_, _, lines, _), _ = answer.context["periods"]
    return lines


def months_of(answer):
    _, (_, _, lines, _) = answer.context["periods"]
    return lines


def listed(answer):
    return [(line.name, line.views, line.url) for line in answer.context["opened"]]


def test_it_works(operator):
    a_code("Q01.1")
    for kind, reader, number in [
        ("view", "guest", 1200),
        ("view", "registered", 34),
        ("wall", "guest", 50),
        ("wall once", "guest", 40),
        ("wall once", "registered", 10),
        ("registration", "guest", 5),
        ("registration after a wall", "guest", 3),
    ]:
        total(number, kind=kind, reader=reader)
    opened("icd10cm/Q01.1", TODAY)
    answer = operator.get(PAGE)
    today, yesterday = days_of(answer)[:2]
    assert (today.running, today.views, today.walls, today.registrations) == (True, [1, 0, 0, 0], 0, 0)
    assert (yesterday.begins, yesterday.all_views, yesterday.views) == (YESTERDAY, 1234, [1200, 34, 0, 0])
    assert (yesterday.walls, yesterday.walls_once, yesterday.registrations, yesterday.after_wall) == (50, 50, 5, 3)
    assert yesterday.share == 7.5
    assert today.share is None
    page = answer.text
    assert "1 view, 0 walls met, 0 registrations, 0 of them after a wall." in page
    assert all(f">{shown}<" in page for shown in ("1,234", "7.5", "Today so far"))


def test_days_and_months_end_now_and_begin_where_they_should(operator):
    total(3, day=TODAY - timedelta(days=29))
    total(5, day=TODAY - timedelta(days=30))
    oldest = series.months_until(TODAY)[-1]
    total(7, day=oldest)
    total(9, day=oldest - timedelta(days=1))
    answer = operator.get(PAGE)
    days, months = days_of(answer), months_of(answer)
    assert [line.begins for line in days] == [TODAY - timedelta(days=number) for number in range(30)]
    assert [line.all_views for line in days] == [0] * 29 + [3]
    assert [(line.begins.month, line.begins.day) for line in months] == [
        ((TODAY.month - number - 1) % 12 + 1, 1) for number in range(12)
    ]
    assert sum(line.all_views for line in months) == 15
    assert months[-1].all_views == 7


def test_nobody_came_yet(operator):
    page = operator.get(PAGE).text
    assert "Nothing is counted yet." in page
    assert "<svg viewBox" not in page


def test_most_opened_codes_of_a_month(operator):
    first, second = a_code("Q01.1"), a_code("Q01.2")
    before = (MONTH - timedelta(days=1)).replace(day=1)
    total(8, day=before, page="icd10cm/Q01.1")
    total(9, day=before + timedelta(days=1), page="icd10cm/Q99.9")
    total(2, day=before + timedelta(days=2), page="icd10cm/Q01.1", reader="registered")
    total(99, day=before, page="icd10cm/Q01.2", reader="staff")
    total(99, day=before, kind="wall", page="icd10cm/Q01.2")
    total(1, day=YESTERDAY)
    for _ in range(2):
        opened("icd10cm/Q01.2", TODAY)
    opened("icd10cm/Q01.1", TODAY, user=a_reader(is_staff=True))
    answer = operator.get(PAGE, {"month": f"{before:%Y-%m}"})
    assert listed(answer) == [(str(first), 10, first.url), ("icd10cm/Q99.9", 9, "")]
    assert first.descriptor in answer.text
    now = operator.get(PAGE)
    assert listed(now) == [(str(second), 2, second.url)]
    assert f"Most opened codes, {TODAY:%B %Y} so far" in now.text


def test_totals_of_this_month_and_what_is_not_summed_add_up(operator):
    code = a_code("Q01.1")
    if YESTERDAY >= MONTH:
        total(4, day=YESTERDAY)
        total(4, day=YESTERDAY, page="icd10cm/Q01.1")
    opened("icd10cm/Q01.1", TODAY)
    assert listed(operator.get(PAGE)) == [(str(code), 5 if YESTERDAY >= MONTH else 1, code.url)]


@pytest.mark.parametrize("month", ["", "x", "1999-01", "2026-13", "9" * 50])
def test_another_month_is_the_running_one(operator, month):
    total()
    assert operator.get(PAGE, {"month": month}).context["month"].begins == MONTH


def test_words_that_need_a_licence_stand_in_no_list(operator):
    a_code("99901", "cpt", title="Our words", descriptor="Licensed words")
    opened("cpt/99901", TODAY)
    page = operator.get(PAGE).text
    assert "Our words" in page
    assert "Licensed words" not in page


def test_a_worker_that_does_not_sum_is_told_of(operator):
    total()
    assert "Nothing was summed since" not in operator.get(PAGE).text
    DailyTotal.objects.update(day=TODAY - timedelta(days=5))
    assert "Nothing was summed since" in operator.get(PAGE).text


def test_it_is_for_whoever_may_see_numbers(guest, member_user):
    total()
    for address in (PAGE, FILE):
        assert guest.get(address).status_code == 302
        assert browser(member_user).get(address).status_code == 302
        for role in ("editor", "reviewer"):
            answer = browser(somebody(role)).get(address)
            assert (answer.status_code, "Views" in answer.text) == (403, False)
        assert browser(somebody("operator")).get(address).status_code == 200
    assert "/admin/numbers/" in browser(somebody("operator")).get("/admin/").text
    assert "/admin/numbers/" not in browser(somebody("editor")).get("/admin/").text
    assert browser(somebody("operator")).post(PAGE).status_code == 405


def test_it_costs_the_same_for_few_rows_and_for_many(operator):
    a_code("Q01.1")
    opened("icd10cm/Q01.1", YESTERDAY)
    actions.sum_finished_days()
    opened("icd10cm/Q01.1", TODAY)
    few = statements(operator, PAGE), statements(operator, FILE)
    for number in range(40):
        a_code(f"Q02.{number:02d}")
        for day in range(0, 60, 7):
            opened(f"icd10cm/Q02.{number:02d}", TODAY - timedelta(days=day))
        Event.objects.create(day=TODAY, kind="wall", reader="guest", page=f"icd10cm/Q02.{number:02d}")
    assert (statements(operator, PAGE), statements(operator, FILE)) == few
    assert max(few) <= 9


def test_the_file_holds_the_totals_of_all_pages(operator):
    total(3, day=date(2020, 1, 5))
    total(3, day=date(2020, 1, 5), page="a/1")
    total(2, day=date(2020, 1, 6), kind="wall once", reader="member")
    answer = operator.get(FILE)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer).decode().splitlines() == [
        "day,what,readers,number",
        "2020-01-05,Views,Guests,3",
        '2020-01-06,"Walls met, once a day",With a grant,2',
    ]


# Plots


def test_the_page_holds_neither_styles_nor_scripts_of_its_own(operator):
    total(5)
    content = operator.get(PAGE).text.partition('id="content-main"')[2]
    assert "<rect" in content
    assert re.findall(r"\sstyle=|<style|<script|\son\w+=", content.partition("</main>")[0]) == []


def test_columns_stand_on_the_floor_and_reach_what_they_count():
    plot = plots.stacked("Views", ["A", "B"], [("1 Jan", [3, 1]), ("2 Jan", [0, 2]), ("3 Jan", [0, 0])])
    assert [label for _, label in plot.scale] == ["0", "2", "4"]
    first, second, third = plot.columns
    assert [(piece.series, piece.y, piece.height) for piece in first.pieces] == [(1, 45, 105), (2, 10, 35)]
    assert [(piece.series, piece.y, piece.height) for piece in second.pieces] == [(2, 80, 70)]
    assert third.pieces == []
    assert first.told == "1 Jan: A 3, B 1"
    assert plots.FLOOR == 150
    last = second.pieces[-1]
    assert plots.LEFT < last.x < last.x + last.width < plots.WIDTH


def test_names_are_counted_from_the_last_column():
    plot = plots.stacked("Views", ["A"], [(str(day), [1]) for day in range(1, 9)], every=3)
    assert [column.name for column in plot.columns] == ["", "2", "", "", "5", "", "", "8"]


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 10), (11, 20), (99, 100), (101, 200), (4100, 10_000)]
)
def test_the_scale_ends_at_a_round_number(most, top):
    assert plots.top_of(most) == top


def test_no_rows_are_no_columns():
    assert plots.stacked("Views", ["A"], []).columns == []
