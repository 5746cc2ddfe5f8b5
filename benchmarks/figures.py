"""What counting costs: summing a day, the operator's page, and the metered statement with and without noting walls."""

import time
from statistics import median

from benchmarks.site import site

VIEWS, WALLS, ROUNDS, CALLS = 100_000, 20_000, 9, 1_000
# A hundred thousand views of yesterday: three of each guest's and account's, of twenty thousand pages, some far more
# often than others, on a ledger that holds a million older ones.
LEDGER = """
INSERT INTO accounts_user (email, password, name, is_active, is_staff, is_superuser, date_joined)
    SELECT 'reader' || i || '@example.org', '', '', true, false, false, now() FROM generate_series(1, 10000) i;
INSERT INTO accounts_meter (reader, user_id) SELECT 'user:' || id, id FROM accounts_user;
INSERT INTO accounts_meter (reader) SELECT 'guest:' || i FROM generate_series(1, 24000) i;
INSERT INTO accounts_openedpage (meter_id, page, opened_at)
    SELECT m.id, 'icd10cm/' || (20000 * power(random(), 3))::int || '.' || n, date_trunc('day', now(), 'UTC') -
        interval '1 day' * CASE WHEN n <= 3 THEN random() ELSE 1 + 300 * random() END
    FROM (SELECT id FROM accounts_meter ORDER BY id LIMIT 34000) m, generate_series(1, 33) n
    ON CONFLICT DO NOTHING;
INSERT INTO figures_event (day, kind, reader, page, mark, times)
    SELECT (now() AT TIME ZONE 'UTC')::date - 1, 'wall', 'guest', 'icd10cm/' || (20000 * power(random(), 3))::int,
        'mark' || i, 1 + (3 * random())::int FROM generate_series(1, %(walls)s) i;
INSERT INTO figures_dailytotal (day, kind, reader, page, number)
    SELECT (now() AT TIME ZONE 'UTC')::date - d, k, r, '', 1000 FROM generate_series(2, 400) d,
        unnest(ARRAY['view', 'wall', 'wall once']) k, unnest(ARRAY['guest', 'registered', 'member']) r;
ANALYZE
"""
TAKE = "take_view('user:1', 1, '{page}', {limit}, '2000-01-01', '', 50, '1 minute', '10 minutes')"
NOTE = "note_wall({take}, 'user:1', 1, '{page}', '', 'key')"


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def calls(statement, limit, page="icd10cm/E11.9"):
    """Milliseconds of one statement, of a thousand."""
    from django.db import connection

    with connection.cursor() as cursor:

        def ask():
            for number in range(CALLS):
                its_page = page.format(number=number)
                take = TAKE.format(page=its_page, limit=limit)
                cursor.execute("SELECT " + statement.format(take=take, page=its_page))

        return seconds(ask) * 1000 / CALLS


def in_turns(limit):
    """What notes walls beside what does not: median milliseconds of each."""
    found = {"{take}": [], NOTE: []}
    for _ in range(ROUNDS):
        for statement, times in found.items():
            times.append(calls(statement, limit))
    return [median(times) for times in found.values()]


def opening():
    """Milliseconds of a page opened for the first time, with the index by day and without, in turns."""
    from django.db import connection

    found = {"with": [], "without": []}
    with connection.cursor() as cursor:
        for which in ["with", "without"] * ROUNDS:
            made = "CREATE INDEX IF NOT EXISTS ledger_by_day ON accounts_openedpage (opened_at)"
            cursor.execute(made if which == "with" else "DROP INDEX IF EXISTS ledger_by_day")
            cursor.execute("DELETE FROM accounts_openedpage WHERE page LIKE 'bench/%'")
            found[which].append(calls("{take}", "NULL", page="bench/{number}"))
    return [median(times) for times in found.values()]


def main():
    with site(loaded=False):
        from django.db import connection
        from django.test import Client

        from accounts.models import User
        from figures import actions
        from figures.models import DailyTotal, Event

        with connection.cursor() as cursor:
            cursor.execute(LEDGER.replace("%(walls)s", str(WALLS)))
        boss = Client(SERVER_NAME="localhost")
        boss.force_login(User.objects.create_superuser("boss@example.org", "x"))
        print(f"page, a day of {VIEWS:,} views not summed: {seconds(lambda: boss.get('/admin/numbers/')):.2f} s")
        print(f"summing it, {Event.objects.count():,} walls: {seconds(actions.sum_finished_days):.2f} s")
        print(f"rows of totals: {DailyTotal.objects.exclude(page='').count():,} of single pages")
        boss.get("/admin/numbers/")
        print(f"page, summed: {median(seconds(lambda: boss.get('/admin/numbers/')) for _ in range(9)) * 1000:.0f} ms")
        print("read again: {:.3f} ms, with what notes walls {:.3f} ms".format(*in_turns("NULL")))
        print("refused: {:.3f} ms, noted {:.3f} ms".format(*in_turns("0")))
        print("opened: {:.3f} ms with the index by day, {:.3f} ms without".format(*opening()))


if __name__ == "__main__":
    main()
