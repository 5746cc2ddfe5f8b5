"""The form of a claim: what is typed, read as a Claim."""

import re

from django import forms
from django.utils.timezone import localdate

from codes.claims.claim import Age, Claim, Setting, Sex
from codes.claims.parsing import LONGEST, RefusedError, read
from codes.fact_queries import LOCALITY
from codes.plain_text import PlainText
from codes.sections.fees import by_state

AGE = re.compile(r"(\d{1,3})\s*(y|years?|m|months?|w|weeks?|d|days?)?", re.IGNORECASE | re.ASCII)
DAYS_OF = {"d": 1, "w": 7, "m": 30}
OLDEST = 130
TOO_LONG = f"A claim may have up to {LONGEST:,} characters; this one has %(show_value)s."
SETTINGS = [(Setting.PRACTITIONER, "Practitioner"), (Setting.HOSPITAL, "Outpatient hospital")]
SEXES = [("", "Not given"), (Sex.FEMALE, "Female"), (Sex.MALE, "Male")]


class ClaimForm(forms.Form):
    """What everybody may ask; the lines are read when the form is cleaned."""

    claim = PlainText(
        label="Lines of the claim",
        max_length=LONGEST,
        error_messages={"required": "Paste or type at least one line.", "max_length": TOO_LONG},
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocapitalize": "characters", "autocomplete": "off"}
        ),
    )
    day = forms.DateField(
        label="Date of service",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "That is no day of the calendar: write it as 2026-05-01."},
    )
    place = forms.RegexField(
        r"^[0-9]{2}$",
        label="Place of service",
        required=False,
        error_messages={"invalid": "A place of service has two digits, as 11."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 2, "maxlength": 2, "autocomplete": "off"}),
    )

    def clean_day(self):
        return self.cleaned_data["day"] or localdate()

    def clean_claim(self):
        try:
            self.lines = read(self.cleaned_data["claim"])
        except RefusedError as refused:
            raise forms.ValidationError(str(refused)) from None
        return self.cleaned_data["claim"]

    @property
    def asked(self):
        """The Claim of a valid form."""
        names = [name for name in ("day", "place", "setting", "locality", "sex", "age") if name in self.cleaned_data]
        return Claim(lines=self.lines, **{name: self.cleaned_data[name] for name in names})


class ReaderClaimForm(ClaimForm):
    """With what the checks for registered readers ask."""

    setting = forms.ChoiceField(label="Billed by", choices=SETTINGS, required=False)
    locality = forms.CharField(label="Medicare locality", required=False, max_length=8, widget=forms.Select)
    sex = forms.ChoiceField(label="Patient’s sex", choices=SEXES, required=False)
    age = forms.CharField(
        label="Patient’s age",
        required=False,
        max_length=12,
        help_text="In years; of a newborn as 10 d.",
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )

    def offer(self, localities):
        """Let the localities of the day be chosen."""
        states = [(state, [(key, name) for key, name in each]) for state, each in by_state(localities)]
        self.fields["locality"].widget.choices = [("", "National amounts"), *states]

    def clean_setting(self):
        return Setting(self.cleaned_data["setting"] or Setting.PRACTITIONER)

    def clean_sex(self):
        return Sex(self.cleaned_data["sex"])

    def clean_locality(self):
        locality = self.cleaned_data["locality"]
        if locality and not LOCALITY.fullmatch(locality):
            raise forms.ValidationError("Choose a locality of the list.")
        return locality

    def clean_age(self):
        return age_of(self.cleaned_data["age"])


def age_of(text):
    """The Age that is typed: "34", "5 m", "10 d"; None where it is empty."""
    if not text:
        return None
    found = AGE.fullmatch(text)
    if not found:
        raise forms.ValidationError("Write the age in years, as 34, or in days, as 10 d.")
    number, unit = int(found[1]), (found[2] or "y")[0].lower()
    if unit == "y":
        if number > OLDEST:
            raise forms.ValidationError(f"The age is up to {OLDEST} years.")
        return Age(number)
    days = number * DAYS_OF[unit]
    return Age(days // 365, days)
