"""Mail: named letters built when they are delivered, in the reader's language.

A message of topic `mail` holds the name of a letter and ids; the letter's builder reads the
rest at delivery. What must not lie in the outbox in plain text, such as a sign-in code,
travels sealed. A repeated delivery carries the same Message-ID.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.utils import translation

from apps.core import outbox, sockets
from apps.core.models import Outbox


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Mail:
    """A letter ready to go; the plain text is always there."""

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


Builder = Callable[[dict[str, Any]], Mail | None]
mails = sockets.Registry("mails")

# Where mail programs would make a link of a word: a dot, colon or slash between other signs.
_LINKABLE = re.compile(r"(?<=\w)([.:/@])(?=[\w/])")
_WORD_JOINER = "\u2060"


def compose(
    name: str,
    *,
    to: str,
    language: str,
    subject: Any,
    context: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Mail:
    """Render `mail/<name>.txt` and `.html` in a language.

    `subject` is a lazily translated text whose %(placeholders)s come from both mappings.
    `context` holds values of our own; `words` what people typed, which becomes plain words:
    never a line of a header, never a link.
    """
    with translation.override(language):
        own = {"site_address": settings.SITE_ADDRESS, "language": language}
        values = {**own, **(context or {}), **{key: plain(text) for key, text in (words or {}).items()}}
        line = one_line(str(subject) % values)
        values["subject"] = line
        return Mail(
            to,
            line,
            _render(f"mail/{name}.txt", values, False),
            _render(f"mail/{name}.html", values, True),
            attachments,
        )


def plain(text: str) -> str:
    """Return typed text as one line of words that no mail program turns into a link."""
    return _LINKABLE.sub(rf"{_WORD_JOINER}\1{_WORD_JOINER}", one_line(text))


def one_line(text: str) -> str:
    """Drop control characters and line breaks, which would start a new header."""
    kept = ("" if unicodedata.category(char) in ("Cc", "Cs") and not char.isspace() else char for char in str(text))
    return " ".join("".join(kept).split())


def seal(values: dict[str, Any]) -> str:
    """Encrypt what a letter needs and nobody who reads the outbox should see."""
    return _box().encrypt(json.dumps(values).encode()).decode()


def unseal(sealed: str, max_age: int) -> dict[str, Any] | None:
    """Open a sealed text that is at most `max_age` seconds old; None otherwise."""
    try:
        return json.loads(_box().decrypt(sealed.encode(), ttl=max_age))
    except InvalidToken:
        return None


def put_sealed(name: str, values: dict[str, Any]) -> Outbox:
    """Queue a letter whose values travel encrypted; the builder gets them as `box`."""
    return outbox.put("mail", name, {"box": seal(values)})


@outbox.handler("mail")
def deliver(message: Outbox) -> None:
    """Build the letter and hand it to the mail server; nothing is sent when there is nothing to say."""
    builder: Builder = mails[message.name]
    letter = builder(message.payload)
    if letter is None:
        return
    email = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    if letter.html:
        email.attach_alternative(letter.html, "text/html")
    for file in letter.attachments:
        email.attach(file.name, file.content, file.content_type)
    email.send()
    if "box" in message.payload:
        Outbox.objects.filter(pk=message.pk).update(payload={"box": ""})


def message_id(message: Outbox) -> str:
    """Return the Message-ID, the same for every delivery of one message."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.uid}@{domain}>"


def _render(template: str, values: dict[str, Any], escape: bool) -> str:
    """Render one part; plain text is not escaped for HTML."""
    found = engines["django"].get_template(template).template
    return found.render(Context(values, autoescape=escape)).strip() + "\n"


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mail:{key}".encode()).digest())) for key in keys
    )
