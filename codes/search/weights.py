"""What makes one code likelier than another before a word is read, and one word of a phrase weightier than another."""

import math

from codes.search.thesaurus import common
from codes.search.tokens import NEGATED, stem

# Publishers print what is the case unless something else is said; a query that leaves it out means it all the same.
UNSAID = {
    "unspecified": 0.08,
    "specified": 0.3,
    "other": 0.45,
    "without": 0.2,
    "with": 0.3,
    "complication": 0.2,
    "complications": 0.2,
    "mention": 0.1,
    "initial": 0.1,
    "encounter": 0.1,
    "closed": 0.15,
    "elsewhere": 0.1,
    "classified": 0.1,
    "classifiable": 0.1,
    "not": 0.3,
    "type": 0.3,
    "site": 0.2,
    "organism": 0.25,
    "part": 0.3,
    "essential": 0.4,
    "primary": 0.4,
    "disease": 0.6,
    "disorder": 0.6,
    "condition": 0.3,
    "syndrome": 0.7,
    "injection": 0.3,
    "mg": 0.15,
    "each": 0.1,
    "per": 0.1,
    "any": 0.1,
    "includes": 0.1,
    "current": 0.2,
    "acute": 0.7,
    "traumatic": 0.3,
    "nontraumatic": 0.6,
    "subsequent": 1.0,
    "sequela": 1.0,
    "accidental": 0.3,
    "unintentional": 0.1,
    "poisoning": 0.6,
    "neoplasm": 0.5,
    "neoplastic": 0.1,
    "personal": 0.4,
}
DELETED = -1.0
# By the seventh character of an injury.
LATER = {"A": 0.0, "B": 0.06, "D": 0.08, "S": 0.1}
# Of what a phrase says not to be.
DENIED = 0.25
SOFT = {stem(word): weight for word, weight in UNSAID.items()}


def softness(stemmed):
    """How much a word that the query leaves out counts against a phrase, 0 to 1."""
    if stemmed.startswith(NEGATED):
        return DENIED
    if stemmed in SOFT:
        return SOFT[stemmed]
    return 0.3 if stemmed[:1].isdigit() else 1.0


def likelihood(row, indexed):
    """How likely a code is meant before a word is read: 1 for the most common, below 0 for what hardly anybody means.

    `row` has system, value, kind, billable, status and pricing; `indexed` counts the index entries that lead to it.
    """
    if row.status != "active":
        return DELETED
    weight = common().get((row.system, row.value), 0)
    known = 0.4 + 0.2 * weight if weight else 0.2 * min(math.log1p(indexed) / 5, 1)
    usual = 0.1 if row.billable or row.kind != "code" else 0.0
    return min(known + usual - unusual(row), 1.0)


def unusual(row):
    """What speaks against a code: later encounters and sequelae, and what Medicare does not pay by itself.

    HCPCS codes of the pricing indicator 00 are not priced separately by Part B: measures of quality, for the most part.
    """
    if row.system == "icd10cm" and len(row.value) == 8:
        return LATER.get(row.value[7], 0.07)
    if row.system == "hcpcs" and row.pricing == "00":
        return 0.2
    return 0.05 if row.system == "icd10pcs" else 0.0
