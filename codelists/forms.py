"""What readers fill in: what a list is called, codes to be put into it, a code with its note."""

from django import forms

from codelists import policy
from codelists.models import CodeList
from codes.plain_text import PlainText

ADD, REPLACE = "add", "replace"
NEW = "new"
TEXTS = (".csv", ".tsv", ".txt")


class OneLine(PlainText):
    """Plain text in one line."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class DetailsForm(forms.Form):
    """The name of a list and what it is for."""

    name = OneLine(label="Name", max_length=policy.LONGEST_NAME)
    description = PlainText(
        label="What it is for",
        required=False,
        max_length=policy.LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ImportForm(forms.Form):
    """Codes as text or as a file, and whether they join those of the list or take their place."""

    text = forms.CharField(
        label="Codes",
        required=False,
        strip=False,
        help_text="One code on a line, or the columns system, code and note as a spreadsheet copies or saves them.",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TEXTS)}),
    )
    how = forms.ChoiceField(
        label="What becomes of the codes in the list",
        choices=[(ADD, "They stay, these are added"), (REPLACE, "These take their place")],
        initial=ADD,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        """The text of the file, "" without one."""
        given = self.cleaned_data["file"]
        if not given:
            return ""
        if given.size > 4 * policy.LONGEST_IMPORT:
            raise forms.ValidationError(f"The file is too large: up to {policy.LONGEST_IMPORT:,} characters are read.")
        data = given.read()
        if not given.name.lower().endswith(TEXTS) or b"\0" in data:
            raise forms.ValidationError("This is no text. Save the sheet as CSV.")
        return decoded(data)

    def clean(self):
        # The text as it is read, so that a file can be looked over and sent again.
        text = self.cleaned_data.get("file") or self.cleaned_data.get("text") or ""
        if not text.strip() and not self.errors:
            raise forms.ValidationError("Paste codes, or choose a file.")
        return self.cleaned_data | {"codes": text}


def decoded(data):
    """The text of a file: UTF-8, or what spreadsheets of some offices still write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class CollectForm(forms.Form):
    """Where codes go: into one of the reader's lists, the last changed first, or into a new one."""

    list = forms.ChoiceField(
        label="List", error_messages={"invalid_choice": "This list is not one of yours any more. Choose another."}
    )
    name = OneLine(label="Name of the new list", required=False, max_length=policy.LONGEST_NAME)

    def __init__(self, *args, owner, **options):
        super().__init__(*args, **options)
        self.lists = {str(each.pk): each for each in self.lists_of(owner)}
        named = [(key, self.named(each)) for key, each in self.lists.items()]
        self.fields["list"].choices = [*named, (NEW, "A new list")]

    def lists_of(self, owner):
        return CodeList.objects.of(owner)

    def named(self, code_list):
        return str(code_list)

    def clean_list(self):
        """The list, or None for a new one."""
        return self.lists.get(self.cleaned_data["list"])

    def clean(self):
        if not self.errors and not self.cleaned_data["list"] and not self.cleaned_data["name"]:
            self.add_error("name", "Name the new list, or choose one of yours.")


class EntryForm(CollectForm):
    """One code with a note. Of a list that holds the code already it is said so; choosing it changes the note."""

    note = OneLine(label="Note", required=False, max_length=policy.LONGEST_NOTE)

    def __init__(self, *args, code, **options):
        self.code = code
        super().__init__(*args, **options)

    def lists_of(self, owner):
        return CodeList.objects.of(owner).telling_of(self.code)

    def named(self, code_list):
        return f"{code_list} (holds it)" if code_list.holds_it else str(code_list)
