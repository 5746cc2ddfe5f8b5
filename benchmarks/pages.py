"""What the meter costs: requests per second through WSGI in one process, taken in turns within one run."""

import time
from statistics import median

from benchmarks.site import site

ROUNDS, REQUESTS = 9, 60


def rate(application, address, cookies):
    """Requests per second of one round."""
    from django.test import RequestFactory

    environs = [
        RequestFactory(headers={"cookie": cookies}, SERVER_NAME="localhost").get(address).environ
        for _ in range(REQUESTS)
    ]
    start = time.perf_counter()
    for environ in environs:
        answer = application(environ, lambda status, headers: None)
        b"".join(answer)
        answer.close()
    return REQUESTS / (time.perf_counter() - start)


def main():
    with site(loaded=True):
        from django.core.handlers.wsgi import WSGIHandler
        from django.http import HttpResponse
        from django.test import Client
        from django.urls import path

        from accounts.meter import Reading
        from accounts.models import User
        from codeahead import urls
        from codes import views
        from codes.models import Code

        def unmetered(request, system, value):
            """The same page with the same statement, but for the meter."""
            row = Code.objects.for_page(system, value).first()
            sections = None if request.user.is_authenticated else frozenset()
            request.reading = Reading(row=row, granted=True, sections=sections, limit=5, used=1, reader="user:1")
            return views.code_page(request, system, value)

        urls.urlpatterns[:0] = [
            path("bare/", lambda request: HttpResponse("ok")),
            path("unmetered/<str:system>/<str:value>/", unmetered),
        ]
        guest, member = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        member.force_login(User.objects.create_user("reader@example.org", "x"))
        for browser in (guest, member):
            browser.get("/cpt/64493/")
        cookie = {"guest": guest.cookies["session"].value, "member": member.cookies["session"].value}
        cases = {
            "bare view": ("/bare/", ""),
            "guest, metered": ("/cpt/64493/", cookie["guest"]),
            "guest, unmetered": ("/unmetered/cpt/64493/", cookie["guest"]),
            "no session, unmetered": ("/unmetered/cpt/64493/", ""),
            "guest, wall": ("/icd10cm/E11.621/", cookie["guest"]),
            "member, metered": ("/cpt/64493/", cookie["member"]),
            "member, unmetered": ("/unmetered/cpt/64493/", cookie["member"]),
        }
        application = WSGIHandler()
        rates = {name: [] for name in cases}
        for _ in range(ROUNDS):
            for name, (address, session) in cases.items():
                rates[name].append(rate(application, address, f"session={session}" if session else ""))
        for name, values in rates.items():
            print(f"{name:22} {median(values):8.0f} requests/s  (min {min(values):.0f}, max {max(values):.0f})")
        for who in ("guest", "member"):
            pairs = zip(rates[f"{who}, metered"], rates[f"{who}, unmetered"], strict=True)
            print(f"metered / unmetered, {who}: {median(a / b for a, b in pairs):.2f}")


if __name__ == "__main__":
    main()
