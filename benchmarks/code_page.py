"""What the most loaded code pages cost: statements and milliseconds in the server, drawn anew and kept.

Measures the database that DATABASE_URL names; without one, a throw-away database into which the published files beside
the checkout (../shared/data, or the folder named on the command line) are loaded, which takes some minutes.
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.site import site

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
LOADS = [
    ("icd10cm", "2025-10-01", ["icd10cm/icd10cm-order-2026.zip", "icd10cm/icd10cm-tabular-2026-april.zip"]),
    ("hcpcs", "2025-10-01", ["hcpcs/HCPC2025_OCT_ANWEB.xlsx"]),
    ("mue", "2026-04-01", ["mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"]),
    ("fees", "2025-01-01", ["fees/rvu25a.zip"]),
    ("opps", "2025-10-01", ["opps/addendum-b-october-2025.zip"]),
    ("drug-prices", "2026-01-01", ["opps/asp-payment-limits-january-2026.csv"]),
    ("ncci-add-on", "2024-07-01", ["ncci/add-on-code-edits-2024.tsv"]),
    ("gems", "2017-10-01", ["reference/gems-2018.zip"]),
    ("ncci-ptp", "2024-07-01", ["ncci/ccipra-2024q3.txt.gz"]),
    ("ncci-ptp", "2024-07-01", ["ncci/ccioph-2024q3.txt.gz"]),
]
# The codes with the most procedure-to-procedure edits in each column, the most notes, and a typical one of each system.
MOST = """
(SELECT 'cpt', column_one FROM codes_ptpedit GROUP BY 2 ORDER BY count(*) DESC LIMIT 1) UNION ALL
(SELECT 'cpt', column_two FROM codes_ptpedit GROUP BY 2 ORDER BY count(*) DESC LIMIT 1) UNION ALL
(SELECT c.system, c.value FROM codes_note n JOIN codes_code c ON c.id = n.code_id
    WHERE c.kind IN ('code', 'heading') GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1)
"""
TYPICAL = [("cpt", "64493"), ("cpt", "99213"), ("hcpcs", "J1745"), ("hcpcs", "G0463"), ("icd10cm", "E11.9")]
ROUNDS = 21


def loaded(data):
    """Load what is published, quietly."""
    from datetime import date

    from codes.releases.demo import load_demo
    from codes.releases.run import load_release

    for source, effective, files in LOADS:
        load_release(source, [data / file for file in files], effective=date.fromisoformat(effective))
    load_demo()


def measured(client, address, *, anew):
    """(statements, median milliseconds) of a page; `anew` forgets what is kept before each request."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(ROUNDS):
        if anew:
            caches["pages"].clear()
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append((time.perf_counter() - start) * 1000)
    if anew:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries), median(times)


def main():
    given = "DATABASE_URL" in os.environ
    data = Path(sys.argv[1]) if sys.argv[1:] else DATA
    if not given and not data.is_dir():
        raise SystemExit(f"{data} is not there: the benchmark reads the published files from it")
    with site(loaded=False):
        from django.db import connection
        from django.test import Client

        from accounts.models import User

        if not given:
            loaded(data)
        with connection.cursor() as cursor:
            cursor.execute(MOST)
            codes = [*cursor.fetchall(), *TYPICAL]
        reader = User.objects.create_superuser("page-benchmark@example.org", "x")
        try:
            client = Client(SERVER_NAME="localhost")
            client.force_login(reader)
            show(client, codes)
        finally:
            reader.delete()


def show(client, codes):
    print(f"{'page':22} {'kB':>5}   {'anew: statements':>16} {'ms':>6}   {'kept: statements':>16} {'ms':>6}")
    for system, value in codes:
        address = f"/{system}/{value}/"
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        (many, slow), (few, fast) = (measured(client, address, anew=anew) for anew in (True, False))
        size = len(answer.content) / 1000
        print(f"{address:22} {size:5.0f}   {many:16} {slow:6.1f}   {few:16} {fast:6.1f}", flush=True)


if __name__ == "__main__":
    main()
