"""A few codes of one release."""

from datetime import date

import pytest

from codes.models import Replacement
from tests.builders import a_code, a_release


@pytest.fixture
def release():
    return a_release("icd10cm", name="ICD-10-CM April 2026", effective=date(2026, 4, 1), parts=["tabular"])


@pytest.fixture
def codes(release):
    section = a_code("Q10-Q19", kind="section")
    top = a_code("Q11", kind="heading", descriptor="Blue fever", parent=section, release=release)
    short = {"short_descriptor": "Blue fev w spots"}
    a_code("Q11.0", descriptor="Blue fever with spots", parent=top, release=release, **short)
    a_code("Q11.9", descriptor="Blue fever with stripes", parent=top, release=release)
    ended = {"status": "deleted", "effective_to": date(2026, 3, 31)}
    a_code("Q12.0", descriptor="Green fever", release=release, **ended)
    for new in ("Q12.01", "Q12.02"):
        Replacement.objects.create(
            release=release, system="icd10cm", value="Q12.0", replaced_by=new, effective=date(2026, 4, 1)
        )
