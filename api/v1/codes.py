"""One code, as its page shows it; takes the view of that page."""

from ninja import Router

from accounts.plans import Terms
from api.problems import Problem
from api.v1 import told
from api.v1.schemas import codes as schemas
from api.v1.schemas import common
from codes import notation
from codes.models import Code
from codes.page import page_for

router = Router(tags=["Codes"])


@router.get("/codes/{system}/{value}", response=schemas.Code, url_name="code", operation_id="get_code")
def code(request, system: common.SystemPath, value: common.ValuePath, on: common.OnDay = None):
    """Everything that the page of a code shows you.

    Costs one view of that page, exactly as reading it on the site: each code counts once, and reading it again is free.
    With a key the views are your account's; without one they are a guest's, known by the session cookie. What you may
    not read is not in the answer: guests get the headings and amounts of the sections under locked. With no views
    left the answer is 403.
    """
    reading = request.reading
    if reading is None:
        raise nothing_there(system, value)
    if not reading.granted:
        raise used_up(reading)
    return told.code_document(page_for(reading.row, reading, on), reading)


def nothing_there(system, value):
    """404; where the value is another spelling of a code, with the code as printed."""
    spelled = notation.read_in(system, value)
    found = Code.objects.with_pages().in_system(system).filter(value=spelled.value).first() if spelled else None
    more = {"spelled": found.value} if found else {}
    hint = f" It is printed {found.value}." if found else ""
    return Problem(404, f"There is no code page {value[:40]} of {system}.{hint}", **more)


def used_up(reading):
    if reading.registered:
        detail = reading.terms.used_up
    elif reading.fenced:
        detail = "The free pages of your network are used up for today. A free account opens code pages at once."
    else:
        offer = reading.terms.offer or Terms()
        detail = f"A guest's free page is used up. With a key of a free account you {offer.more}."
    views = {"limit": reading.limit, "used": reading.used, "remaining": reading.remaining}
    return Problem(403, detail, name="views-used-up", views=views)
