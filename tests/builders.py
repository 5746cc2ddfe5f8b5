"""Objects for tests with good defaults; every code and word here is invented."""

from datetime import date
from itertools import count

from allauth.account.models import EmailAddress

from accounts.models import User
from codes.models import Code, ModifierUse, Note, PayerNote, Relation, Release, Section, Source
from codes.search import Filters, find, mark_due

NUMBERS = count(1)
PASSWORD = "a long enough password"


def a_release(system="icd10cm", **fields):
    number = next(NUMBERS)
    defaults = {
        "source": system,
        "name": f"Release {number}",
        "effective": date(2026, 4, 1),
        "files": [{"name": "file.xml", "form": "invented", "rows": 1, "part": "codes"}],
        "parts": ["codes"],
        "sha256": f"{number:064x}",
    }
    return Release.objects.create(system=system, **(defaults | fields))


def a_code(value="Q01.1", system="icd10cm", **fields):
    """A billable code; a descriptor of invented words unless given."""
    defaults = {"position": next(NUMBERS), "kind": "code"}
    if system == "icd10cm":
        defaults |= {"descriptor": f"Invented ailment {value}"}
    else:
        defaults |= {"title": f"Invented service {value}"}
    defaults["billable"] = fields.get("kind", "code") == "code" and fields.get("status", "active") == "active"
    # In bulk, as a load writes: no entry in the history.
    (code,) = Code.objects.bulk_create([Code(system=system, value=value, **(defaults | fields))])
    mark_due([code.pk])
    return code


def a_modifier(value=None, system="cpt", **fields):
    """A modifier in our own words."""
    value = value or f"{next(NUMBERS) % 100:02d}"
    return a_code(value, system, kind="modifier", **fields)


def a_full_code(value="99901", mark="", **fields):
    """A code with something in every section; `mark` stands in each text that is metered."""
    other = a_code(f"{int(value) + 1:05d}", "cpt", position=next(NUMBERS) + 10_000)
    code = a_code(
        value,
        "cpt",
        common_language=f"Open words {mark}",
        service_type=f"Service {mark}",
        sites_of_service=[f"Office {mark}"],
        unit_of_service=f"Unit {mark}",
        release=a_release("cpt", official=False),
        **fields,
    )
    Note.objects.create(code=code, kind="includes", position=0, text=f"Note {mark}")
    Note.objects.create(code=code, kind="inclusion_term", position=1, text=f"Term {mark}")
    for kind in Section.Kind:
        Section.objects.create(code=code, kind=kind, body=f"Written {kind} {mark}")
    modifier = a_modifier(title="Invented modifier")
    ModifierUse.objects.create(code=code, modifier=modifier, when=f"When {mark}")
    Relation.objects.create(code=code, kind="see_instead", target=other, why=f"Why {mark}")
    PayerNote.objects.create(code=code, payer=f"Payer {mark}", text=f"Pays {mark}")
    Source.objects.create(code=code, title=f"Source {mark}", url="https://example.org/source")
    return code


def a_reader(email=None, **fields):
    """A registered reader with a confirmed address."""
    email = email or f"reader{next(NUMBERS)}@example.org"
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def values_found(text, filters=None):
    """The values of the codes that a search finds."""
    return [result.code.value for result in find(text, filters=filters or Filters()).results]
