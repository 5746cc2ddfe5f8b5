"""How long the editors' lists, searches and forms take with 300,000 codes and as many drafts."""

import time

from benchmarks.site import percentile, site

REPEATS = 11
CODES = 300_000
# Invented codes beside the whole ICD-10-CM, in the order of their numbers.
MORE_CODES = """
INSERT INTO codes_code (system, value, position, kind, billable, status, short_descriptor, descriptor, title,
    common_language, attributes, service_type, sites_of_service, global_days, unit_of_service, role, held, published)
SELECT 'cpt', 'X' || lpad(i::text, 6, '0'), i, 'code', true, 'active', '', '', 'Invented service ' || i,
    '', '{}', '', '{}', '', '', '', '{}', '{}'
FROM generate_series(1, greatest(%s - (SELECT count(*) FROM codes_code), 0)) i
"""
CONTENT = """jsonb_build_object('code', jsonb_build_object('held', '[]'::jsonb,
    'common_language', repeat('invented words ', 300)))"""
# One draft of each code, a thousandth of them open.
DRAFTS = f"""
INSERT INTO codes_draft (code_id, state, content, base, version, writer_id, writers, saved_at, note, reviewers_note,
    published_at)
SELECT id, CASE WHEN id %% 1000 = 0 THEN 'in_review' ELSE 'published' END, {CONTENT}, {CONTENT}, 1, %s, '{{}}',
    now() - id * interval '1 second', '', '', CASE WHEN id %% 1000 = 0 THEN NULL ELSE now() - interval '1 day' END
FROM codes_code
"""
PAGES = {
    "the desk": "/admin/",
    "codes": "/admin/codes/code/",
    "codes: E11.9": "/admin/codes/code/?q=E11.9",
    "codes: type 2 diabetes": "/admin/codes/code/?q=type+2+diabetes",
    "codes: fracture": "/admin/codes/code/?q=fracture",
    "codes: one system, active": "/admin/codes/code/?system__exact=cpt&status__exact=active",
    "codes: edited": "/admin/codes/code/?edited_at__isempty=0",
    "drafts: open": "/admin/codes/draft/",
    "drafts: published": "/admin/codes/draft/?state=published",
    "drafts: mine": "/admin/codes/draft/?whose=mine&state=published",
    "drafts: E11.9": "/admin/codes/draft/?q=E11.9&state=published",
    "shared texts": "/admin/codes/sharedtext/",
    "missing: much opened": "/admin/codes/code/missing/",
    "missing: outdated": "/admin/codes/code/missing/?list=outdated",
}


def fill(user):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(MORE_CODES, [CODES])
        cursor.execute(DRAFTS, [user.pk])
        cursor.execute("ANALYZE codes_code")
        cursor.execute("ANALYZE codes_draft")


def milliseconds(task):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1_000)
    return f"{percentile(times, 0.5):8.1f} {percentile(times, 0.95):8.1f}"


def opened(client, address):
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def imported(user):
    """Reading, planning and making drafts of as many lines as a file may have, in seconds."""
    from codes import bulk, texts_csv
    from codes.models import Code, Draft

    free = Code.objects.in_system("icd10cm").exclude(drafts__state__in=Draft.OPEN)
    values = free.order_by("position").values_list("value", flat=True)[: bulk.LINES]
    text = "system,code,documentation\n" + "".join(f"icd10cm,{value},{'invented words ' * 30}\n" for value in values)
    start = time.perf_counter()
    wishes, _ = texts_csv.read(text.encode())
    sent = bulk.keep(name="texts.csv", wishes=wishes, by=user)
    looked = time.perf_counter()
    digest = bulk.plan_of(wishes, user).digest
    planned = time.perf_counter()
    number = bulk.carry_out(sent=sent, digest=digest, by=user)
    done = time.perf_counter()
    times = (looked - start, planned - looked, done - planned)
    return "{:,} lines: read {:.1f} s, planned {:.1f} s, made drafts {:.1f} s".format(number, *times)


def main():
    with site(loaded=True):
        from django.test import Client

        from accounts.models import User
        from codes.models import Code

        user = User.objects.create_superuser("desk@example.org", "x")
        fill(user)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        key = Code.objects.get(system="cpt", value="64493").pk
        pages = PAGES | {name: f"/admin/codes/code/{key}/{name}/" for name in ("change", "compare", "versions")}
        print(f"{'':40} {'median':>8} {'p95':>8} ms")
        for name, address in pages.items():
            print(f"{name:40} {milliseconds(lambda a=address: opened(client, a))}")
        print(imported(user))


if __name__ == "__main__":
    main()
