"""Names and years of birth as people type them, cleaned and judged in one place."""

import datetime as dt
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.people.models.people import FIRST_BIRTH_YEAR

LONGEST_NAME = 120
# Direction overrides and isolates change how the text around a name reads.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"://|\bwww\.|@", re.IGNORECASE)
# Planes 2 and 3 hold nothing but Chinese characters, some newer than Python's tables.
_IDEOGRAPHS = range(0x20000, 0x40000)


def clean_name(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name fit to print; ValidationError in words.

    Every script is welcome, emoji beside letters too. Control characters and direction
    marks go, spaces collapse; a name needs a letter and is no web address.
    """
    raw = unicodedata.normalize("NFC", str(text or ""))
    if "\x00" in raw:
        raise ValidationError(_("This text holds a character that cannot be stored."), code="nul")
    name = " ".join("".join(_kept(char) for char in _DIRECTION.sub("", raw)).split())
    if not name:
        raise ValidationError(_("Enter a name."), code="required")
    if len(name) > longest:
        raise ValidationError(
            _("The name is longer than %(most)d characters."), code="too_long", params={"most": longest}
        )
    if not any(unicodedata.category(char).startswith("L") or ord(char) in _IDEOGRAPHS for char in name):
        raise ValidationError(_("A name has at least one letter."), code="no_letter")
    if _ADDRESS.search(name):
        raise ValidationError(_("A name holds no web or e-mail address."), code="address")
    return name


def _kept(char: str) -> str:
    """Turn separators into spaces, drop controls and surrogates, keep joiners of scripts and emoji."""
    kind = unicodedata.category(char)
    if kind.startswith("Z") or char in "\t\n\r\v\f\x85":
        return " "
    if kind in ("Cc", "Cs") or (kind == "Cf" and char not in "\u200c\u200d"):
        return ""
    return char


def clean_birth_year(value: int | str | None, today: dt.date) -> int | None:
    """Return a year of birth that is possible today, or None where none was given."""
    text = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_BIRTH_YEAR <= int(text) <= today.year:
        raise ValidationError(
            _("Enter a year with four digits between %(first)d and %(last)d."),
            code="birth_year",
            params={"first": FIRST_BIRTH_YEAR, "last": today.year},
        )
    return int(text)


def age_on(birth_year: int, day: dt.date) -> int:
    """Return the youngest possible age on a day: a year alone may mean its last day.

    Somebody born on 31 December turns a year older on that very day.
    """
    last_day = (day.month, day.day) == (12, 31)
    return max(0, day.year - birth_year - (0 if last_day else 1))
