"""The form of a code and of the rows beside it: what editors may write, and how it is checked."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models

from codes import wording
from codes.models import Code, ModifierUse, PayerNote, Relation, Section, Source

# Short: the descriptors above bear the full names.
HELD = [("descriptor", "Official"), ("short_descriptor", "Short"), ("common_language", "Common language")]
# Cells of a table, not pages.
SHORT_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


def name_of(field):
    """As in "official descriptor"."""
    return Code._meta.get_field(field).verbose_name


class WordsForm(forms.ModelForm):
    """A form whose texts are neither too long nor hold signs that cannot be seen.

    Each text carries the words that the form was opened with, so that what a release or somebody else has changed since
    is not taken for what the editor wrote.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = isinstance(field, forms.CharField | forms.DateField)

    def clean(self):
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            fault = wording.fault_of(name, value) if isinstance(value, str) else ""
            if fault:
                self.add_error(name, fault)


class CodeForm(WordsForm):
    """What an editor writes about a code; `outdated` is why it cannot be saved as it was sent, "" where it can."""

    outdated = ""
    held = forms.MultipleChoiceField(
        choices=HELD,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Kept by hand",
        help_text="A release does not change these. One written by hand is ticked by itself. Take the tick out to give "
        "it back to the publisher, whose words return.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Who may only look has no fields to write.
        for name in self.fields.keys() & {"held", "status", "sites_of_service"}:
            self.fields[name].show_hidden_initial = True

    def clean(self):
        """An editor cannot write a descriptor and give it back at once."""
        super().clean()
        ticked = self.data.getlist(self.add_initial_prefix("held"))
        given_back = {*ticked} - {*self.cleaned_data.get("held", ())}
        for name in sorted(given_back.intersection(self.changed_data)):
            self.add_error("held", f"The {name_of(name)} is written anew above: keep its tick, or leave it as it was.")
        if self.outdated:
            raise ValidationError(self.outdated)


class RelationForm(WordsForm):
    """What another code is to this one."""

    def clean(self):
        super().clean()
        code, target = self.cleaned_data.get("code"), self.cleaned_data.get("target")
        if code and code == target:
            self.add_error("target", "A code cannot be related to itself.")


class RowSet(forms.BaseInlineFormSet):
    """Rows in the order in which they were sent, so that each stands beside its own name when the form comes back."""

    def get_queryset(self):
        rows = {row.pk: row for row in super().get_queryset()}
        if not self.is_bound:
            return list(rows.values())
        sent = (self.data.get(f"{self.prefix}-{i}-id", "") for i in range(self.initial_form_count()))
        first = [rows.pop(int(key)) for key in sent if key.isdecimal() and int(key) in rows]
        return first + list(rows.values())

    def add_fields(self, form, index):
        """The columns' headings are no labels to a screen reader."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs["aria-label"] = field.label or name.replace("_", " ").capitalize()


class SectionInline(admin.StackedInline):
    model = Section
    form = WordsForm
    formset = RowSet
    extra = 0
    max_num = len(Section.Kind)


class ModifierUseInline(admin.TabularInline):
    model = ModifierUse
    form = WordsForm
    formset = RowSet
    fk_name = "code"
    extra = 0
    formfield_overrides = SHORT_TEXTS
    autocomplete_fields = ["modifier"]


class RelationInline(admin.TabularInline):
    model = Relation
    form = RelationForm
    formset = RowSet
    fk_name = "code"
    extra = 0
    autocomplete_fields = ["target"]


class PayerNoteInline(admin.TabularInline):
    model = PayerNote
    form = WordsForm
    formset = RowSet
    extra = 0
    formfield_overrides = SHORT_TEXTS


class SourceInline(admin.TabularInline):
    model = Source
    form = WordsForm
    formset = RowSet
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


INLINES = [SectionInline, ModifierUseInline, RelationInline, PayerNoteInline, SourceInline]


def refitted(data, keys):
    """What was sent (a QueryDict), fitted to the rows that are there now: {prefix: primary keys}.

    A row that somebody has taken out since the form was opened comes back as a new one; nothing that was typed is lost.
    """
    data = data.copy()
    for prefix, there in keys.items():
        total, initial = (count(data, f"{prefix}-{name}_FORMS") for name in ("TOTAL", "INITIAL"))
        known = [i for i in range(initial) if data.get(f"{prefix}-{i}-id", "") in there]
        if len(known) < initial:
            taken_out = [i for i in range(initial) if i not in known and not data.get(f"{prefix}-{i}-DELETE")]
            reorder(data, prefix, [*known, *taken_out, *range(initial, total)], len(known))
    return data


def count(data, name):
    """A number of the form's; nobody's form has more than a thousand rows."""
    text = data.get(name, "")
    return min(int(text), 1_000) if text.isdecimal() else 0


def reorder(data, prefix, order, known):
    """Number the rows anew: `order` names them by their old numbers, the first `known` of them are there."""
    row = re.compile(rf"((?:initial-)?{prefix}-)(\d+)(-.+)")
    found = [(match, data.pop(name)) for name in list(data) if (match := row.fullmatch(name))]
    places = {str(old): new for new, old in enumerate(order)}
    for match, values in found:
        place = places.get(match[2])
        if place is not None:
            values = [""] if match[3] == "-id" and place >= known else values
            data.setlist(f"{match[1]}{place}{match[3]}", values)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(known)
