"""Writing about many codes at once: texts as a file, out and in, and one edit of all chosen codes."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from codes import bulk, draft_actions, drafts, texts_csv, wording
from codes.admin import desk
from codes.models import Code, Section, TextImport

# As many codes as one form changes, and as many lines and faults as one page tells of.
CHOSEN = 500
SHOWN, FAULTS = 100, 500


def writers_only(view):
    """The view for whoever may write."""

    def guarded(request, *args, **options):
        if not drafts.may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **options)

    return guarded


def pages(site):
    """The addresses, to stand before those of the codes."""
    views = [
        ("import/", upload, "import"),
        ("import/<int:pk>/", plan, "import_plan"),
        ("many/", many, "many"),
    ]
    return [path(tail, site.admin_view(writers_only(view)), name=f"codes_code_{name}") for tail, view, name in views]


def page(request, template, title, context, status=200):
    frame = admin.site.each_context(request) | {"opts": Code._meta, "title": title}
    return TemplateResponse(request, f"admin/codes/many/{template}.html", frame | context, status=status)


# Out


@admin.action(description="Export texts as CSV", permissions=["change"])
def export(model_admin, request, chosen):
    """Everything that is chosen or filtered, piece by piece."""
    rows = Code.objects.filter(pk__in=chosen.order_by().values("pk")).order_by("system", "position", "value")
    rows = rows.only("system", "value", "held", *texts_csv.FIELDS)
    answer = StreamingHttpResponse(texts_csv.lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="texts-{timezone.localdate()}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


# In


class UploadForm(forms.Form):
    """One file, and what its empty cells mean."""

    file = forms.FileField(
        label="CSV file",
        help_text=f"UTF-8, up to {bulk.LINES:,} lines.",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )
    empty = forms.ChoiceField(
        label="Empty cells",
        choices=[("keep", "leave what stands"), ("clear", "take it out")],
        initial="keep",
        widget=forms.RadioSelect,
    )

    def clean(self):
        """The wishes and faults of the file, as `wishes` and `faults`."""
        words = super().clean()
        file = words.get("file")
        if file is None:
            return
        if not file.name.lower().endswith(".csv"):
            self.add_error("file", "This is no CSV file. Save it as CSV UTF-8.")
        elif file.size > texts_csv.LARGEST:
            self.add_error("file", f"The file is larger than {texts_csv.LARGEST // 1_000_000} MB.")
        else:
            self.read(file, clear=words.get("empty") == "clear")

    def read(self, file, *, clear):
        try:
            self.wishes, self.faults = texts_csv.read(file.read(), clear=clear)
        except texts_csv.Unreadable as reason:
            self.add_error("file", str(reason))


def upload(request):
    """The form for a file; a file with faults comes back with each of them, a good one leads to what it would do."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": texts_csv.COLUMNS}
    if request.method == "POST" and form.is_valid():
        found = bulk.plan_of(form.wishes, request.user)
        faults = sorted(form.faults + found.faults, key=lambda fault: fault.line)
        if not faults:
            sent = bulk.keep(name=form.cleaned_data["file"].name, wishes=form.wishes, by=request.user)
            return HttpResponseRedirect(reverse("admin:codes_code_import_plan", args=[sent.pk]))
        context |= {"faults": faults[:FAULTS], "number": len(faults)}
    return page(request, "import", "Import texts", context)


# One edit of many


class ManyForm(forms.Form):
    """What is written about all chosen codes; what is left empty stays as it is."""

    service_type = forms.CharField(required=False, max_length=120)
    sites_of_service = forms.CharField(required=False, help_text="Several with a semicolon between them.")
    unit_of_service = forms.CharField(required=False, max_length=400)
    role = forms.CharField(required=False, max_length=40, help_text="Primary, add-on or stand-alone.")
    section = forms.ChoiceField(required=False, choices=[("", "none"), *Section.Kind.choices])
    how = forms.ChoiceField(
        label="Its text",
        choices=[("add", "is added behind"), ("replace", "takes the place of what stands")],
        initial="add",
    )
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8, "cols": 80}), help_text="Markdown.")
    source_title = forms.CharField(label="Add a source", required=False, max_length=200)
    source_url = forms.URLField(label="Its address", required=False, assume_scheme="https", max_length=200)
    source_as_of = forms.DateField(label="As of", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self):
        words = super().clean()
        for name in ("service_type", "unit_of_service", "role", "text", "source_title"):
            if fault := wording.fault_of("body" if name == "text" else name, words.get(name, "")):
                self.add_error(name, fault)
        sites = texts_csv.faults_of_field(0, "sites_of_service", words.get("sites_of_service", ""))
        for fault in sites:
            self.add_error("sites_of_service", fault.text)
        if bool(words.get("section")) != bool(words.get("text")):
            self.add_error("text", "A section needs its text, and a text its section.")
        if not words.get("source_title") and (words.get("source_url") or words.get("source_as_of")):
            self.add_error("source_title", "A source needs a title.")
        if not self.errors and not any(words.get(n) for n in words if n != "how"):
            raise forms.ValidationError("Nothing is written here.")

    def wish(self):
        """What is the same for every code."""
        words = self.cleaned_data
        fields = {n: drafts.plain(words[n]) for n in ("service_type", "unit_of_service", "role") if words[n]}
        if words["sites_of_service"]:
            fields["sites_of_service"] = texts_csv.sites(words["sites_of_service"])
        text, kind = drafts.plain(words["text"]), words["section"]
        sections = {kind: {"body": text}} if kind and words["how"] == "replace" else {}
        added = {kind: text} if kind and words["how"] == "add" else {}
        return {"fields": fields, "sections": sections, "added": added, "sources": self.sources()}

    def sources(self):
        words = self.cleaned_data
        if not words["source_title"]:
            return []
        row = {"title": words["source_title"], "url": words["source_url"], "as_of": words["source_as_of"]}
        return [{name: drafts.plain(value) for name, value in row.items()}]


@admin.action(description="Write about all chosen codes", permissions=["change"])
def write_about(model_admin, request, chosen):
    """The form for the chosen codes."""
    keys = list(chosen.order_by("system", "position").values_list("pk", flat=True)[: CHOSEN + 1])
    if len(keys) > CHOSEN:
        messages.error(request, f"No more than {CHOSEN} codes are written about at once. Choose fewer.")
        return None
    return many_page(request, ManyForm(), keys)


def many_page(request, form, keys):
    values = Code.objects.filter(pk__in=keys).order_by("system", "position").values_list("value", flat=True)
    context = {"form": form, "keys": ",".join(map(str, keys)), "values": values, "number": len(keys)}
    return page(request, "many", "Write about several codes", context)


def many(request):
    """What was typed about the chosen codes, kept to be looked at; or the form again with what is wrong."""
    keys = [int(key) for key in request.POST.get("keys", "").split(",") if key.isdecimal() and len(key) < 19]
    if not 0 < len(keys) <= CHOSEN:
        return HttpResponseRedirect(reverse("admin:codes_code_changelist"))
    form = ManyForm(request.POST)
    if not form.is_valid():
        return many_page(request, form, keys)
    codes = Code.objects.filter(pk__in=keys).order_by("system", "position").values_list("system", "value")
    wish = form.wish()
    wishes = [{"line": n, "system": s, "value": v, **wish} for n, (s, v) in enumerate(codes, start=1)]
    sent = bulk.keep(name=f"one edit of {len(wishes)} codes", wishes=wishes, by=request.user)
    return HttpResponseRedirect(reverse("admin:codes_code_import_plan", args=[sent.pk]))


# What it would do


def plan(request, pk):
    """What was sent and what it would change, line by line; posted, it is done. Only who sent it sees it."""
    sent = get_object_or_404(TextImport, pk=pk, by=request.user)
    if request.method == "POST":
        return carried_out(request, sent)
    if sent.outcome:
        return page(request, "done", f"Done: {sent.name}", {"sent": sent, "number": sent.drafts.count()})
    found = bulk.plan_of(sent.wishes, request.user)
    shown = Paginator(found.lines, SHOWN).get_page(request.GET.get("page"))
    context = {
        "sent": sent,
        "plan": found,
        "faults": found.faults[:FAULTS],
        "shown": shown,
        "lines": [(each, sides(each)) for each in shown],
        "may_publish": bulk.may_publish(request.user),
        "later": len(found.lines) > bulk.PUBLISHED_AT_ONCE,
    }
    return page(request, "plan", f"Look at it first: {sent.name}", context)


def sides(planned):
    return [desk.Compared(line.label, *desk.apart(line.before, line.after)) for line in planned.changes]


def carried_out(request, sent):
    buttons = {name: f"_{name}" in request.POST for name in ("publish", "send")}
    try:
        bulk.carry_out(sent=sent, digest=request.POST.get("digest", ""), by=request.user, **buttons)
    except draft_actions.Refused as reason:
        messages.error(request, str(reason))
    return HttpResponseRedirect(reverse("admin:codes_code_import_plan", args=[sent.pk]))
