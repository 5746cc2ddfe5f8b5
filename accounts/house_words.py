"""Refuses passwords that are made of what everybody knows of this site: its names, and the words of its trade."""

import re

from django.core.exceptions import ValidationError

# Longer ones first, so that a part of one is not taken from it.
WORDS = sorted(
    [
        *("codeahead", "casepilot", "caseconsultant", "case2code", "careercenter", "lookup"),
        *("hcpcs", "icd10cm", "icd10pcs", "icd10", "cpt", "ncci", "medicare", "medicaid", "modifier", "crosswalk"),
        *("medical", "billing", "coding", "coder", "codes", "code", "biller", "claims", "claim", "hospital", "clinic"),
        *("password", "passwort", "welcome", "letmein", "secret", "login", "editor", "admin"),
    ],
    key=len,
    reverse=True,
)
# So many letters of the reader's own must be left.
OWN = 4


class HouseWordsValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password, user=None):
        if len(own_letters(password)) < OWN:
            raise ValidationError(
                "This password is made of words of this site and its trade, which are tried early. Add words of your "
                "own.",
                code="password_of_house_words",
            )

    def get_help_text(self):
        return "Your password must not be made of names and words of this site alone."


def own_letters(password):
    """The letters that are left of a password without signs, words of the house and digits.

    Without any such word the password as it is: those that are digits and signs alone are for other validators.
    """
    folded = re.sub(r"[\W_]", "", password.casefold())
    left = re.sub("|".join(WORDS), "", folded)
    return password if left == folded else re.sub(r"\d", "", left)
