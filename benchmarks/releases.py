"""How long the published files take to load, in how much memory, and what readers notice of it.

Reads the real files from ../shared/data beside the checkout (or the folder named on the command line); says so and ends
where they are not there.
"""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.site import percentile, site

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
LOADS = [
    ("ICD-10-CM FY 2026 into empty", "icd10cm", "2025-10-01", ["icd10cm/icd10cm-order-2026.zip"], []),
    ("back to FY 2025", "icd10cm", "2024-10-01", ["icd10cm/icd10cm-order-2025.zip"], ["--back"]),
    ("FY 2026 as an update of FY 2025", "icd10cm", "2025-10-01", ["icd10cm/icd10cm-order-2026.zip"], []),
    ("the same bytes again", "icd10cm", "2025-10-01", ["icd10cm/icd10cm-order-2026.zip"], []),
    ("NCCI practitioner edits", "ncci-ptp", "2024-07-01", ["ncci/ccipra-2024q3.txt.gz"], []),
    ("NCCI, the same bytes again", "ncci-ptp", "2024-07-01", ["ncci/ccipra-2024q3.txt.gz"], []),
    ("fee schedule January 2025", "fees", "2025-01-01", ["fees/rvu25a.zip"], []),
    ("fee schedule October 2025", "fees", "2025-10-01", ["fees/PPRRVU2025_Oct.zip"], []),
    ("HCPCS October 2025", "hcpcs", "2025-10-01", ["hcpcs/HCPC2025_OCT_ANWEB.xlsx"], []),
]
# Runs a command and prints the peak memory of it alone, in MiB, on the last line.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""


def load(source, effective, files, options, data):
    """(seconds, peak MiB of the command, its report) of one `load_release`."""
    words = ["load_release", source, *(str(data / file) for file in files), "--effective", effective, *options]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sys.executable, str(ROOT / "manage.py"), *words],
        capture_output=True,
        text=True,
        env=os.environ,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{source}: {done.stderr.strip().splitlines()[-1]}")
    report, _, peak = done.stdout.rpartition("peak ")
    return seconds, int(peak), report


def amount(report, label):
    """One number of the loader's report, or 0."""
    found = re.search(rf"^\s*([\d,]+)  {label}$", report, re.MULTILINE)
    return int(found[1].replace(",", "")) if found else 0


class Readers:
    """One reader who opens pages all the time; the seconds of each are kept."""

    def __init__(self, client, addresses):
        self.client, self.addresses = client, addresses
        self.times, self.stopped = [], threading.Event()

    def __enter__(self):
        self.times.clear()
        self.stopped.clear()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.stopped.set()
        self.thread.join()

    def read(self):
        while not self.stopped.is_set():
            for address in self.addresses:
                start = time.perf_counter()
                answer = self.client.get(address)
                assert answer.status_code == 200, answer.status_code
                self.times.append(time.perf_counter() - start)
                # A reader, not a mill: the pages and the load share two cores.
                time.sleep(0.05)


def readers():
    from django.test import Client

    from accounts.models import User
    from codes.models import Code

    staff = User.objects.create_superuser("reader@example.org", "x")
    client = Client(SERVER_NAME="localhost")
    client.force_login(staff)
    pages = Code.objects.in_system("icd10cm").with_pages().filter(value__in=["E11.9", "I10", "A00.0", "S72.001A"])
    return Readers(client, [code.url for code in pages])


def main():
    data = Path(sys.argv[1]) if sys.argv[1:] else DATA
    if not data.is_dir():
        raise SystemExit(f"{data} is not there: the benchmark reads the published files from it")
    with site(loaded=False):
        print(f"{'load':36} {'seconds':>8} {'MiB':>6} {'rows read':>12} {'added':>11} {'revised':>9} {'ended':>9}")
        for label, source, effective, files, options in LOADS:
            seconds, peak, report = load(source, effective, files, options, data)
            numbers = " ".join(
                f"{amount(report, name):>{width},}"
                for name, width in (("read", 12), ("added", 11), ("revised", 9), ("ended", 9))
            )
            print(f"{label:36} {seconds:8.1f} {peak:6} {numbers}", flush=True)
        watch_readers(data)


def watch_readers(data):
    """The code page's median and 95th percentile at rest and while releases are loaded."""
    reading = readers()
    with reading:
        time.sleep(20)
    shown("pages at rest", reading.times)
    before = percentile(reading.times, 0.95)
    for label, source, effective, files, options in (
        ("pages during an ICD-10-CM update", "icd10cm", "2024-10-01", ["icd10cm/icd10cm-order-2025.zip"], ["--back"]),
        ("pages during NCCI hospital edits", "ncci-ptp", "2024-07-01", ["ncci/ccioph-2024q3.txt.gz"], []),
    ):
        with reading:
            load(source, effective, files, options, data)
        shown(label, reading.times)
        print(f"{'':36} p95 {percentile(reading.times, 0.95) / before:.2f} of the usual")


def shown(label, times):
    median, high = (percentile(times, share) * 1000 for share in (0.5, 0.95))
    print(f"{label:36} median {median:.0f} ms, p95 {high:.0f} ms, {len(times)} pages")


if __name__ == "__main__":
    main()
