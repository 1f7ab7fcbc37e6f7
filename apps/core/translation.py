"""Texts in the reader's language, and an honest label where they are in another."""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

FALLBACK = ("en", "zh-hans", "de")


class Text(NamedTuple):
    """A text with the language it is really in and how that version came about."""

    value: str
    language: str
    is_fallback: bool
    how: str  # human, machine-reviewed, machine-unreviewed
    is_stale: bool


def text_of(obj: Model, field: str, language: str | None = None) -> Text:
    """Return a translated field in a language, or in the first one that has it."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    for code in (wanted, *[code for code in FALLBACK if code != wanted]):
        value = getattr(obj, build_localized_fieldname(field, code), "") or ""
        if value:
            made = getattr(obj, "translations", {}).get(field, {}).get(code, {})
            stale = bool(made.get("of")) and made["of"] != fingerprint(source_text(obj, field))
            return Text(value, code, code != wanted, made.get("how", "human"), stale)
    return Text("", wanted, False, "human", False)


def source_text(obj: Model, field: str) -> str:
    """Return the text in the row's source language."""
    return getattr(obj, build_localized_fieldname(field, obj.source_language), "") or ""


def fingerprint(text: str) -> str:
    """Return the short hash by which a translation knows its source."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def all_of(obj: Model, field: str) -> dict[str, str]:
    """Return a field in every language that has it."""
    found = {code: getattr(obj, build_localized_fieldname(field, code), "") or "" for code, _n in settings.LANGUAGES}
    return {code: value for code, value in found.items() if value}


def missing(obj: Model, fields: tuple[str, ...]) -> list[str]:
    """Return the languages in which at least one filled field has no text."""
    filled = [field for field in fields if source_text(obj, field)]
    return [
        code
        for code, _name in settings.LANGUAGES
        if any(not getattr(obj, build_localized_fieldname(field, code), "") for field in filled)
    ]
