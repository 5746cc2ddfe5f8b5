"""How long the whole ICD-10-CM takes to load."""

import resource
import time
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
        from codes.releases.run import load_release

        file = [package_data.icd10cm_tabular()]
        report = timed("parse, load into empty, demo", parts.load)
        timed(
            "the same bytes again",
            lambda: load_release("icd10cm", file, effective=package_data.ICD10CM_EFFECTIVE),
        )
        timed("the same rows as a later release", lambda: load_release("icd10cm", file, effective=date(2026, 10, 1)))
        print(f"{'outcome':32} {report}")
        print(f"{'peak memory':32} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


if __name__ == "__main__":
    main()
