"""What keeps machines from writing: a field that no person fills in, a time that no person undercuts, a rate."""

from django import forms
from django.core import signing

from accounts import rates
from discussion import policy

SALT = "discussion.form"
TOO_OFTEN = "That was a lot in a short time. Please wait a while and send it again; what you wrote is kept below."
TooOften = rates.TooOften


def stamp():
    """The signed moment at which a form was opened."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


def opened_within(stamped, time):
    """Whether a form was opened no longer than `time` ago; None where nobody of ours opened it."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(stamped, max_age=time)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return None
    return True


class Fenced(forms.Form):
    """A form with a field that must stay empty and a stamp of the moment at which it was opened."""

    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, initial=stamp, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    @property
    def fields_to_fill_in(self):
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean(self):
        if self.cleaned_data.get("website"):
            raise forms.ValidationError("A hidden field was filled in, as machines do. Please send the form again.")
        opened = self.cleaned_data.get("opened") or ""
        if not opened_within(opened, policy.OPEN_FOR):
            self.renew("opened", stamp())
            raise forms.ValidationError("This form was open for too long. Please look it over and send it again.")
        if opened_within(opened, policy.QUICKEST):
            raise forms.ValidationError("That was very quick. Please look it over and send it again.")

    def renew(self, name, value):
        """Let the form that is shown again hold another value."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def count(request, action):
    """Count one sending; raises TooOften beyond policy.RATES[action]."""
    rates.count(request, action, policy.RATES[action])
