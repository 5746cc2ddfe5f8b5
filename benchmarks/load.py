"""How long the whole ICD-10-CM takes to load."""

import resource
import time
from dataclasses import replace
from datetime import date

from benchmarks.site import site


def timed(label, task):
    start = time.perf_counter()
    result = task()
    print(f"{label:32} {time.perf_counter() - start:8.2f} s")
    return result


def main():
    with site(loaded=False):
        from benchmarks import site as parts
        from codes.releases import package_data
        from codes.releases.loader import load
        from codes.releases.sources import SOURCES, rows_of

        timed("parse the tabular XML", lambda: rows_of(SOURCES["icd10cm"], package_data.icd10cm_tabular()))
        rows, publication, report = timed("parse, load into empty, demo", parts.load)
        timed("the same bytes again", lambda: load(rows, publication))
        later = replace(publication, effective=date(2026, 10, 1), sha256="0" * 64)
        timed("the same rows as a later release", lambda: load(rows, later))
        print(f"{'rows':32} {len(rows):8,}\n{'outcome':32} {report}")
        print(f"{'peak memory':32} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


if __name__ == "__main__":
    main()
