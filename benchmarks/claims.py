"""What checking a claim costs: milliseconds and statements for claims of 5, 50 and 1,000 lines.

Measures the database that DATABASE_URL names; without one, a throw-away database into which the published files beside
the checkout (../shared/data, or the folder named on the command line) are loaded, which takes some minutes.
"""

import os
import random
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.code_page import DATA, loaded
from benchmarks.site import percentile, site

DAY = date(2026, 5, 1)
SIZES = {5: 200, 50: 100, 1000: 20}
# Codes that have edits, so that pairs are found; drawn from all over the table, in an order of its own.
SERVICES = """SELECT value FROM (SELECT DISTINCT column_one AS value FROM codes_ptpedit WHERE setting = 1) c
    ORDER BY md5(value)"""
DIAGNOSES = "SELECT value FROM codes_code WHERE system = 'icd10cm' AND billable ORDER BY md5(value) LIMIT 5000"
BEHIND = ["", "", "-25", "-59", " x2", " 50", ",LT,1", "-26"]


def claim_of(chance, services, diagnoses, size):
    """The text of an invented claim: four services to each diagnosis, as they come."""
    number = max(size // 5, 1)
    lines = [f"{code}{chance.choice(BEHIND)}" for code in chance.sample(services, size - number)]
    return "\n".join([*lines, *chance.sample(diagnoses, number)])


def column(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor.fetchall()]


def measure(client, texts):
    """([milliseconds of check], [milliseconds of the page], statements of the page, findings of the last)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from codes.claims import Claim, check, read

    checks, pages = [], []
    for text in texts:
        start = time.perf_counter()
        checked = check(Claim(read(text), DAY, place="11"))
        checks.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        assert client.post("/claims/", {"claim": text, "day": DAY, "place": "11"}).status_code == 200
        pages.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.post("/claims/", {"claim": texts[0], "day": DAY})
    return checks, pages, len(queries), sum(checked.numbers.values())


def main():
    given = "DATABASE_URL" in os.environ
    data = Path(sys.argv[1]) if sys.argv[1:] else DATA
    if not given and not data.is_dir():
        raise SystemExit(f"{data} is not there: the benchmark reads the published files from it")
    with site(loaded=False):
        from django.test import Client

        from accounts.models import User

        if not given:
            loaded(data)
        reader = User.objects.create_superuser("claim-benchmark@example.org", "x")
        try:
            client = Client(SERVER_NAME="localhost")
            client.force_login(reader)
            show(client)
        finally:
            reader.delete()


def show(client):
    chance, services, diagnoses = random.Random(7), column(SERVICES), column(DIAGNOSES)
    print(f"{'lines':>5}   {'check: p50':>10} {'p95 ms':>7}   {'page: p50':>9} {'p95 ms':>7}   statements  findings")
    for size, rounds in SIZES.items():
        texts = [claim_of(chance, services, diagnoses, size) for _ in range(rounds)]
        checks, pages, statements, findings = measure(client, texts)
        figures = [percentile(times, share) for times in (checks, pages) for share in (0.5, 0.95)]
        first, second, third, fourth = figures
        print(f"{size:5}   {first:10.1f} {second:7.1f}   {third:9.1f} {fourth:7.1f}   {statements:10}  {findings:8}")


if __name__ == "__main__":
    main()
