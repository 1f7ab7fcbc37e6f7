"""Turns the text of a cell into a value, or says in a sentence why it cannot."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheets, their leap-year mistake included
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
TRUE = {"1", "true", "yes", "y", "x", "ja", "wahr", "是", "对"}
FALSE = {"", "0", "false", "no", "n", "nein", "falsch", "否", "不"}
_DATES = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"), (1, 2, 3)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
)


def as_text(text: str) -> str:
    """Return the text as it is."""
    return text


def as_integer(text: str) -> int | None:
    """Return a whole number; thousands may be set apart."""
    plain = re.sub(r"[\s_]|(?<=\d)[,.'’](?=\d{3}\b)", "", text)
    if not plain:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", plain):
        raise ValidationError(_("“%(value)s” is no whole number."), params={"value": text[:40]})
    return int(plain)


def as_bool(text: str) -> bool:
    """Return yes or no."""
    word = text.casefold()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ValidationError(_("“%(value)s” is neither yes nor no."), params={"value": text[:40]})


def as_date(text: str) -> dt.date | None:
    """Return a date written by a person or as the day number of a spreadsheet."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return EPOCH + dt.timedelta(days=int(text))
    for pattern, order in _DATES:
        found = pattern.fullmatch(text)
        if found:
            try:
                return dt.date(*(int(found[part]) for part in order))
            except ValueError:
                break
    raise ValidationError(_("“%(value)s” is no date. Write 2025-07-26."), params={"value": text[:40]})


def as_list(text: str) -> list[str]:
    """Return the parts between commas, semicolons or their Chinese sisters."""
    return [part.strip() for part in re.split(r"[,;，；、|]", text) if part.strip()]
