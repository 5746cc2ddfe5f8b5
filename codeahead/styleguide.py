"""Sample content for the styleguide: codes, texts and figures in it are invented."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator


class SampleForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label="Email", help_text="Where the answer goes. It is shown to nobody.")
    code = forms.CharField(label="Code", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    system = forms.ChoiceField(label="Code system", choices=[("a", "System A"), ("b", "System B")])
    question = forms.CharField(label="Question", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    setting = forms.ChoiceField(
        label="Where", choices=[("f", "Facility"), ("o", "Office")], widget=forms.RadioSelect, initial="f"
    )
    letters = forms.BooleanField(label="Write to me when it changes", required=False)

    def clean(self):
        self.add_error(None, "Two of the fields need another look.")


def a_family():
    """A code with a primary code above it and add-on codes below it."""
    primary = {"value": "X12.1", "url": "#primary", "title": "Invented service, first level", "why": "It comes first."}
    add_ons = [{"value": f"X12.{n}", "url": f"#add-on-{n}", "title": f"Invented service, level {n}"} for n in (3, 4)]
    return {
        "code": {"value": "X12.2"},
        "remark": "A newer release has been due since 1 October and is not loaded: this may have changed.",
        "above": [{"label": "Primary code", "number": 1, "shown": [primary]}],
        "below": [{"label": "Add-on codes", "number": 12, "shown": add_ons, "folded": [primary], "left_out": 9}],
    }


EDITS = [
    {"side": 1, "indicator": 1, "bypassed": "allowed", "rationale": "Invented services that belong together"},
    {"side": 2, "indicator": 0, "bypassed": "never", "deletion": date(2026, 3, 31), "rationale": "An invented rule"},
]


def an_edit(**facts):
    """A row of the table of edits."""
    always = {"other": "X99.9", "url": "#edit", "title": "Invented service", "effective": date(2020, 1, 1)}
    return SimpleNamespace(**always, before_1996=False, never=False, **({"deletion": None} | facts))


def sample():
    """The whole context of styleguide.html."""
    return {
        "sample_crumbs": [
            {"label": "Sample system", "url": "#crumb-1", "title": ""},
            {"label": "X00–X99", "url": "#crumb-2", "title": "An invented chapter"},
            {"label": "X12", "url": "#crumb-3", "title": "An invented category"},
        ],
        "sample_code": {
            "value": "X12.345",
            "system_label": "Sample system",
            "title": "Invented condition of an invented joint, with an invented complication",
        },
        "sample_chips": [
            {"text": "Valid for billing, FY 2026", "tone": "good", "url": ""},
            {"text": "Header: choose a longer code", "tone": "warn", "url": ""},
            {"text": "Deleted 1 January 2010 → X12.346", "tone": "bad", "url": "#replaced"},
            {"text": "Primary code", "tone": "", "url": ""},
        ],
        "sample_as_of": {"day": date(2025, 5, 1), "asked": True, "today": {"url": "#today"}},
        "sample_note": "The releases loaded here begin with a later one; what was valid before is not known here.",
        "sample_ranges": ["X00–X11.9", "X12–X18.1", "X18.2–X39", "X40–X99.9"],
        "sample_previous": {"value": "X12.344", "url": "#previous"},
        "sample_next": {"value": "X12.346", "url": "#next"},
        "sample_tree": [
            {"value": "X12.344", "title": "with an earlier complication", "url": "#1", "here": False},
            {"value": "X12.345", "title": "with an invented complication", "url": "#2", "here": True},
            {"value": "X12.346", "title": "with a later complication", "url": "#3", "here": False},
            {"value": "X12.349", "title": "without complications", "url": "#4", "here": False},
        ],
        "sample_locked": [
            {"heading": "When to use it", "amount": "guidelines and unit rules"},
            {"heading": "Documentation", "amount": ""},
            {"heading": "Modifiers", "amount": "8 that apply"},
            {"heading": "NCCI edits and unit limits", "amount": "412 pairs, 2026 Q3"},
        ],
        "guest_reading": {
            "remaining": 0,
            "limit": 1,
            "used": 1,
            "banner": "0 code page views remaining. Guest accounts are limited to 1 page view. "
            "Register free account to get 5 more views.",
        },
        "member_reading": {
            "remaining": 3,
            "limit": 5,
            "used": 2,
            "banner": "3 code page views remaining. Reading a page again is free.",
        },
        "free_reading": {
            "remaining": None,
            "limit": None,
            "used": 41,
            "banner": "Your account reads without a limit.",
        },
        "guest": SimpleNamespace(is_authenticated=False),
        "member": SimpleNamespace(is_authenticated=True),
        "guest_wall": {
            "title": "You have opened your free page",
            "text": "Guest accounts are limited to 1 page view. Register free account to get 5 more views, "
            "with every section readable.",
            "open_pages": [{"label": "X12.345", "url": "#open-1"}],
        },
        "member_wall": {
            "title": "You have opened your 5 pages",
            "text": "They stay open to you. Write to us when you need more.",
            "open_pages": [{"label": f"X12.34{n}", "url": f"#open-{n}"} for n in range(1, 6)],
            "more": True,
        },
        "sample_results": [
            {
                "value": "X12.345",
                "title": "Invented condition of an invented joint, with an invented complication",
                "url": "#result-1",
                "system_label": "Sample system",
                "chips": [{"text": "Billable", "tone": "good"}],
                "note": "",
            },
            {
                "value": "X12.3",
                "title": "Invented condition of an invented joint",
                "url": "#result-2",
                "system_label": "Sample system",
                "chips": [{"text": "Header", "tone": "warn"}],
                "note": "Found by its index entry: joint, invented",
            },
            {
                "value": "X11",
                "title": "Former condition",
                "url": "#result-3",
                "system_label": "",
                "chips": [{"text": "Deleted", "tone": "bad"}],
                "note": "",
            },
        ],
        "sample_sections": [SimpleNamespace(heading=heading) for heading in ("Colours", "Type", "Buttons", "Chips")],
        "sample_family": a_family(),
        "sample_edits": [an_edit(**each) for each in EDITS],
        "sample_day": date(2026, 11, 22),
        "sample_page": Paginator(range(300), 25).page(3),
        "sample_form": SampleForm(),
        "wrong_form": SampleForm({"email": "nobody", "system": "c", "setting": "f"}, auto_id="wrong_%s"),
    }
