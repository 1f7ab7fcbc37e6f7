"""E-mail addresses in the one form in which they are compared."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 254


def fold_email(value: str) -> str:
    """Return the comparable form of an address; ValidationError when it is none.

    The part before the @ must be ASCII, so that look-alike letters never make two people
    one; an internationalised domain is compared in its ASCII form.
    """
    text = unicodedata.normalize("NFC", str(value or "")).strip()
    local, at, domain = text.rpartition("@")
    wrong = ValidationError(
        _("Enter an address with an @ and a dot after it, such as name@example.org."),
        code="invalid",
    )
    if not at or len(text) > MAX_LENGTH or not local.isascii():
        raise wrong
    try:
        folded = f"{local.lower()}@{domain.encode('idna').decode().lower()}"
        validate_email(folded)
    except (UnicodeError, ValidationError) as error:
        raise wrong from error
    return folded
