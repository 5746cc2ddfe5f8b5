"""Letters that the site wrote on this machine, so that a registration can be completed without a mail server."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 50


def files():
    """Newest first; Django's file backend writes one file for each connection."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:SHOWN]


def read(path):
    """The last letter of a file as {name, subject, to, date, text}; letters stand between lines of dashes."""
    parts = [part for part in path.read_bytes().split(b"-" * 79 + b"\n") if part.strip()]
    message = message_from_bytes(parts[-1], policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return {
        "name": path.stem,
        "subject": message["Subject"],
        "to": message["To"],
        "date": message["Date"].datetime if message["Date"] else None,
        "text": body.get_content() if body else "",
    }


@require_safe
def letters(request):
    """The newest letters."""
    return render(request, "pages/mail.html", {"letters": [read(path) for path in files()]})


@require_safe
def letter(request, name):
    """One letter."""
    path = next((path for path in files() if path.stem == name), None)
    if path is None:
        raise Http404("no such letter")
    return render(request, "pages/letter.html", {"letter": read(path)})
