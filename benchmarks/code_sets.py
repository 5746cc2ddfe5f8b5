"""The code sets of a benchmark: those of DATABASE_URL, or the published files loaded into a throw-away database."""

import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.site import site

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
LOADS = [
    (
        "icd10cm",
        "2025-10-01",
        [
            "icd10cm/icd10cm-order-2026.zip",
            "icd10cm/icd10cm-index-2017.zip",
            "icd10cm/icd10cm-tabular-2026-april.zip",
            "icd10cm/icd10cm-tables-2026-april.zip",
        ],
    ),
    (
        "icd10pcs",
        "2025-10-01",
        ["icd10pcs/icd10pcs-order-2026.zip", "icd10pcs/icd10pcs-tables-2026.zip", "icd10pcs/icd10pcs-index-2025.zip"],
    ),
    ("hcpcs", "2025-10-01", ["hcpcs/HCPC2025_OCT_ANWEB.xlsx"]),
    ("place-of-service", "2024-05-01", ["reference/cs-CMS-PlaceofServiceCodes.xml"]),
]


@contextmanager
def code_sets(data=DATA):
    """Set Django up on a database with all code sets and the search's index, for the length of the block."""
    given = "DATABASE_URL" in os.environ
    if not given and not data.is_dir():
        raise SystemExit(f"{data} is not there: the benchmark reads the published files from it")
    with site(loaded=False):
        from codes.releases.demo import load_demo
        from codes.releases.run import load_release
        from codes.search import build_if_due

        if not given:
            for source, effective, files in LOADS:
                load_release(source, [data / file for file in files], effective=date.fromisoformat(effective))
            load_demo()
        build_if_due()
        yield
