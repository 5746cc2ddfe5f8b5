"""A reader's own things: My codes, favourites and private notes."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codes import shelf, shelf_actions
from codes.models import Code
from codes.models.shelf import LONGEST_NOTE
from codes.plain_text import PlainText
from codes.views import page_number
from codes.way_back import way_back


class NoteForm(forms.Form):
    text = PlainText(
        label="Private note",
        required=False,
        max_length=LONGEST_NOTE,
        strip=False,
        error_messages={"max_length": "A note holds up to %(limit_value)d characters; this one has %(show_value)d."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@login_required
@never_cache
@require_safe
def my_codes(request):
    """Favourites, notes and the codes read last."""
    number = {name: page_number(request.GET.get(name, "1"), last=None) for name in ("favourites", "notes", "read")}
    context = {
        "favourites": shelf.favourites(request.user, number["favourites"]),
        "notes": shelf.notes(request.user, number["notes"]),
        "read": shelf.recently_read(request.recently_read(), number["read"]),
    }
    return render(request, "codes/my_codes.html", context)


@never_cache
@require_POST
def favourite(request, system, value):
    """Put a code among the favourites (`wanted` is "yes") or take it out; from any page, open or not."""
    code = a_code(system, value)
    if not request.user.is_authenticated:
        return sign_in_first(request, code)
    wanted = request.POST.get("wanted") == "yes"
    shelf_actions.set_favourite(user=request.user, code=code, wanted=wanted)
    said = f"{code} is {'now' if wanted else 'no longer'} among your favourites."
    if request.headers.get("HX-Request"):
        return again(request, "codes/_star.html", code, said)
    messages.success(request, said)
    return redirect(back_to(request, code))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, system, value):
    """A reader's note about a code on a page of its own; on POST save it. An empty one is deleted."""
    code = a_code(system, value)
    if not request.user.is_authenticated:
        return sign_in_first(request, code)
    kept = shelf.yours(request.user, code)
    if not may_write(request, code, kept):
        return render(request, "codes/note.html", {"code": code, "closed": True}, status=403)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": kept.note})
    if form.is_valid():
        return saved(request, code, form.cleaned_data["text"])
    return unsaved(request, code, form)


def saved(request, code, text):
    shelf_actions.write_note(user=request.user, code=code, text=text)
    said = f"Your note on {code} is {'saved' if text else 'deleted'}."
    if request.headers.get("HX-Request"):
        return again(request, "codes/_own_note.html", code, said)
    messages.success(request, said)
    return redirect(back_to(request, code))


def unsaved(request, code, form):
    """The form with what was typed, and what is wrong with it."""
    context = {"code": code, "form": form, "next": back_to(request, code)}
    if request.headers.get("HX-Request"):
        # As 200, for htmx puts nothing else in place.
        return render(request, "codes/_own_note.html", context | {"yours": shelf.yours(request.user, code)})
    return render(request, "codes/note.html", context, status=400 if form.is_bound else 200)


def again(request, template, code, said):
    """A part of the box beside the code page, with what screen readers are told of the change."""
    context = {"code": code, "yours": shelf.yours(request.user, code), "said": said, "next": back_to(request, code)}
    return render(request, template, context)


def may_write(request, code, kept):
    """Whether the reader may write a note here: the page is open to them, or the note is there already."""
    return bool(kept.note) or request.is_open(f"{code.system}/{code.value}")


def a_code(system, value):
    """The code of an address; 404 for what has no code page."""
    return get_object_or_404(Code.objects.with_pages(), system=system, value=value)


def sign_in_first(request, code):
    """To the sign-in, which leads back to the code: the address itself is none to read."""
    answer = redirect_to_login(code.url)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def back_to(request, code):
    """The page of ours that the form stands on."""
    return way_back(request) or code.url
