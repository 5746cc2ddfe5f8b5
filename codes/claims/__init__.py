"""A claim, checked against what is published: parsing what is pasted, the checks, the estimate, the page.

Parsing (`parsing.read`) knows no database; `check` takes a Claim and gives a Checked.
"""

from codes.claims.checking import check
from codes.claims.claim import Age, Claim, Line, Setting, Sex
from codes.claims.parsing import RefusedError, of_parts, read

__all__ = ["Age", "Claim", "Line", "RefusedError", "Setting", "Sex", "check", "of_parts", "read"]
