"""The page that reads a case note. What is pasted comes by POST alone, is masked at once, and is kept only when asked.

So it stands in no address, no log and no history.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policy, rates
from codes.case_notes import limits, saved
from codes.case_notes.forms import CaseNoteForm, digest_of
from codes.case_notes.reading import read
from codes.case_notes.shown import in_words, plain, shown
from codes.labels import lines
from codes.models import CaseNote

CHOICES = {"accept", "reject"}
EXAMPLE = (
    "CC: follow-up of diabetes and a cough.\n"
    "HPI: T2DM on metformin, sugars up. Cough for 3 days, no fever, denies chest pain. Possible pneumonia.\n"
    "PMH: hypertension, breast cancer 2015 s/p right mastectomy. Former smoker.\n"
    "FH: mother had colon cancer.\n"
    "Allergies: penicillin (rash).\n"
    "Assessment/Plan:\n"
    "1. Type 2 diabetes with hyperglycemia - continue metformin\n"
    "2. Acute bronchitis\n"
    "3. Hypertension, stable\n"
    "Flu shot given today.\n"
)


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def case_note(request):
    """The form; on POST the note as it was read, with the choices that were sent."""
    if request.method == "POST":
        return answered(request)
    form = CaseNoteForm(initial={"note": EXAMPLE if request.GET.get("example") else ""}, label_suffix="")
    return page(request, form)


@sensitive_variables()
def answered(request):
    form, told, status = read_of(request)
    if told is None:
        return refused(request, form, status)
    note = form.cleaned_data["note"]
    return page(request, form, shown=told, cut=told.cut, masked=form.masked.found, digest=digest_of(note))


@sensitive_variables()
def read_of(request):
    """(the form, the note that it holds as it is shown, 200); without the note where it is refused, and why."""
    form = CaseNoteForm(request.POST, label_suffix="")
    valid = form.is_valid()
    form.show_masked()
    if not valid:
        return form, None, 400
    try:
        rates.count(request, "case note", policy.CASE_NOTES)
    except rates.TooOften as often:
        form.refuse(often.seconds)
        return form, None, 429
    note = form.cleaned_data["note"]
    return form, shown(note, read(note), choices(request, note)), 200


def choices(request, note):
    """{name of a field: accept or reject}; None where they were not made on this very note."""
    if request.POST.get("read") != digest_of(note):
        return None
    return {name: value for name, value in request.POST.items() if value in CHOICES}


def refused(request, form, status):
    """The form with what was typed, masked, and with the choices that were sent: nothing is lost by waiting."""
    chosen = {name: value for name, value in request.POST.items() if value in CHOICES}
    answer = page(request, form, status=status, chosen=chosen, digest=request.POST.get("read", ""))
    if form.seconds:
        answer.headers["Retry-After"] = form.seconds
    return answer


def page(request, form, *, status=200, **context):
    context |= {"form": form, "limit": limits.LONGEST_NOTE, "kept": saved.KEPT}
    return render(request, "codes/case_note.html", context, status=status)


@login_required
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def kept_notes(request):
    """The notes that I kept; on POST keep one more, masked, with the codes that are accepted."""
    if request.method != "POST":
        notes = [(note, in_words(note.text)) for note in saved.kept(request.user)]
        return render(request, "codes/case_notes.html", {"notes": notes, "most": saved.KEPT})
    form, told, status = read_of(request)
    if told is None:
        return refused(request, form, status)
    codes = [(option.code.system, option.code.value) for option in told.accepted]
    try:
        made = saved.keep(user=request.user, text=form.cleaned_data["note"], codes=codes)
    except saved.TooMany:
        messages.error(request, f"You keep {saved.KEPT} notes, as many as there may be. Delete one first.")
        return redirect("case-notes")
    messages.success(request, "The masked note and its codes are saved.")
    return redirect("case-note-kept", pk=made.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def kept_note(request, pk):
    """One of the notes that I kept."""
    note = CaseNote.objects.filter(user=request.user, pk=pk).first()
    if note is None:
        raise Http404("no such note")
    accepted = saved.codes_of(note)
    context = {"note": note, "pieces": list(plain(note.text)), "accepted": accepted, "codes": lines(accepted)}
    return render(request, "codes/case_note_kept.html", context)


@login_required
@require_POST
def delete_note(request, pk):
    """Delete one of the notes that I kept."""
    saved.delete(user=request.user, pk=pk)
    messages.success(request, "The note is deleted.")
    return redirect("case-notes")
