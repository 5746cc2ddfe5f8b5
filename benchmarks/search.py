"""How long searches take on the whole ICD-10-CM."""

import time

from benchmarks.site import percentile, site

REPEATS = 15
TYPED = [
    "E11.9", "e119", "E11", "S72", "E", "9", "type 2 diabetes", "diabetes", "fracture", "hypertension", "unspecified",
    "initial encounter", "heart attack", "fracture of left femur", "hypertensi", "nonsense word",
]  # fmt: skip


def milliseconds(task):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1_000)
    return f"{percentile(times, 0.5):8.1f} {percentile(times, 0.95):8.1f}"


def main():
    with site(loaded=True):
        from django.test import Client

        from accounts.models import User
        from codes.search import find

        print(f"{'':40} {'median':>8} {'p95':>8} ms")
        for text in TYPED:
            print(f"{'search: ' + text:40} {milliseconds(lambda text=text: find(text))}")
        editor = Client(SERVER_NAME="localhost")
        editor.force_login(User.objects.create_superuser("editor@example.org", "x"))
        for query in ("", "?q=E11.9", "?q=E11", "?q=type+2+diabetes", "?system__exact=icd10cm&status__exact=active"):
            address = f"/admin/codes/code/{query}"
            print(f"{'editors: ' + (query or 'the whole list'):40} {milliseconds(lambda a=address: editor.get(a))}")


if __name__ == "__main__":
    main()
