"""What readers fill in about plans and seats."""

from django import forms

from accounts.models import MoreViews


class MoreViewsForm(forms.ModelForm):
    """Why somebody needs more views, and for how long."""

    class Meta:
        model = MoreViews
        fields = ["why", "how_long"]
        labels = {"why": "What do you need them for?", "how_long": "For how long?"}
        help_texts = {"why": "A sentence or two. Leave out everything that names a patient."}
        widgets = {"why": forms.Textarea(attrs={"rows": 4, "maxlength": 1000}), "how_long": forms.RadioSelect}

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
        self.fields["how_long"].choices = MoreViews.HowLong.choices


class OfferForm(forms.Form):
    """The address to which a seat is offered."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="A letter goes there, with a link by which the seat is taken.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
