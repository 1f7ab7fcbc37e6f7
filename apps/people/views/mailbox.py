"""The demo's mailbox: what was sent, so that a code can be read without a mail server."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

SHOWN = 50


@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the latest letters, newest first."""
    letters = [{"name": file.stem, **read(file)} for file in files()[:SHOWN]]
    return render(request, "people/mailbox.html", {"letters": letters})


@never_cache
@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show the text of one letter and what is attached."""
    found = next((file for file in files() if file.stem == name), None)
    if found is None:
        raise Http404
    return render(request, "people/mailbox_letter.html", {"letter": read(found)})


def files() -> list[Path]:
    """Return the files that Django's file backend wrote; nowhere else is read."""
    folder = getattr(settings, "EMAIL_FILE_PATH", "")
    if not settings.DEBUG or not folder or not Path(folder).is_dir():
        return []
    return sorted(Path(folder).glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def read(file: Path) -> dict[str, Any]:
    """Return a letter's headers, its text part and the names of its attachments."""
    raw = file.read_bytes().rpartition(b"\n" + b"-" * 79)[0] or file.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain",))
    # "-0000" in a header means UTC of an unknown place, which Python reads as no zone at all.
    moment = message["Date"].datetime if message["Date"] else None
    return {
        "subject": message["Subject"],
        "to": message["To"],
        "date": moment.replace(tzinfo=moment.tzinfo or dt.UTC) if moment else None,
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    }
