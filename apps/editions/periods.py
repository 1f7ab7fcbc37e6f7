"""Spans of days in words, as each language writes them."""

import datetime as dt
from typing import Any

from django.utils import formats
from django.utils.translation import get_language


def first_and_last(period: Any) -> tuple[dt.date, dt.date]:
    """Return both days of a half-open range of dates."""
    return period.lower, period.upper - dt.timedelta(days=1)


def in_words(period: Any) -> str:
    """Return a range of dates in the active language: 26–28 July 2025."""
    first, last = first_and_last(period)
    if first == last:
        return day_in_words(first)
    if (get_language() or "").startswith("zh"):
        return _chinese(first, last)
    dot = "." if (get_language() or "").startswith("de") else ""
    end = formats.date_format(last, f"j{dot} F Y")
    if first.year != last.year:
        return f"{formats.date_format(first, f'j{dot} F Y')} – {end}"
    if first.month != last.month:
        return f"{formats.date_format(first, f'j{dot} F')} – {end}"
    return f"{first.day}{dot}–{end}"


def day_in_words(day: dt.date, with_year: bool = True) -> str:
    """Return one day in the active language: 29 July 2025."""
    language = get_language() or ""
    if language.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"
    dot = "." if language.startswith("de") else ""
    return formats.date_format(day, f"j{dot} F Y" if with_year else f"j{dot} F")


def _chinese(first: dt.date, last: dt.date) -> str:
    start = f"{first.year}年{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{start}至{last.year}年{last.month}月{last.day}日"
    if first.month != last.month:
        return f"{start}至{last.month}月{last.day}日"
    return f"{start}至{last.day}日"
