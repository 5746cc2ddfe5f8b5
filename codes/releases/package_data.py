"""Where the ICD-10-CM release that an installed package carries lies on disk, its name and its date."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

ICD10CM_RELEASE = "ICD-10-CM April 2026"
ICD10CM_EFFECTIVE = date(2026, 4, 1)

# The file's own name holds the date: a newer package must fail here until the two lines above follow it.
_ICD10CM_TABULAR = "icd10c-tabular-April-1-2026.xml"


def icd10cm_tabular() -> Path:
    """The tabular XML inside simple_icd_10_cm; FileNotFoundError where the package or its file is absent."""
    # Importing the package parses the whole release, and importlib.resources imports it: its spec does not.
    spec = find_spec("simple_icd_10_cm")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        path = Path(folder, "data", _ICD10CM_TABULAR)
        if path.is_file():
            return path
    raise FileNotFoundError(f"simple_icd_10_cm is not installed with {_ICD10CM_TABULAR}")
