"""Small pieces of HTML for lists and forms: pills, marks, bars. No inline styles."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import translation
from apps.core.clock import SHANGHAI

EMPTY = "–"
SHORT = {"zh-hans": "中", "en": "en", "de": "de"}
FULL, NEARLY = 100, 90  # per cent


def pill(text: object, tone: str = "") -> SafeString:
    """Return a coloured word; the tone is good, warn, bad, info or none."""
    return format_html('<span class="house-pill {}">{}</span>', tone, text)


def sample() -> SafeString:
    """Return the mark of generated rows."""
    return format_html('<span class="house-sample">{}</span>', gettext_lazy("sample data"))


def provenance(obj: Model) -> SafeString | str:
    """Return where a row comes from; generated rows wear their mark."""
    return sample() if obj.is_sample else obj.get_provenance_display()


def parity(obj: Model, fields: tuple[str, ...]) -> SafeString:
    """Return which languages a row lacks, or a tick."""
    lacking = translation.missing(obj, fields)
    if not lacking:
        return pill(_("complete"), "good")
    marks = ((code, SHORT[code]) for code in lacking)
    inner = format_html_join(" ", '<span class="house-pill warn" lang="{}">{}</span>', marks)
    return format_html('<span class="house-lacks">{} {}</span>', _("lacks"), inner)


def percent(taken: int, capacity: int) -> int:
    """Return how full something is, from 0 to 100; what holds nothing is full."""
    return min(100, taken * 100 // capacity) if capacity else 100


def tone_of(share: int) -> str:
    """Return the tone of a share: bad when full, warn when nearly."""
    return "bad" if share >= FULL else "warn" if share >= NEARLY else "good"


def bar(taken: int, capacity: int, label: object = "") -> SafeString:
    """Return a bar as SVG with its numbers beside it."""
    share = percent(taken, capacity)
    return format_html(
        '<span class="house-bar {}">{}<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="all" width="100" height="6" rx="3"/><rect class="part" width="{}" height="6" rx="3"/>'
        '</svg><span class="num">{} / {}</span></span>',
        tone_of(share),
        format_html('<span class="of">{}</span>', label) if label else "",
        share,
        number_format(taken, force_grouping=True),
        number_format(capacity, force_grouping=True),
    )


def moment(value: dt.datetime | None) -> str:
    """Return a moment as short as a list needs it, in Shanghai time."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if value else EMPTY


def days(dates: Iterable[dt.date]) -> SafeString:
    """Return dates in short; the month is said once."""
    parts, month = [], None
    for day in sorted(dates):
        parts.append(f"{day:%d}" if day.month == month else f"{day:%m-%d}")
        month = day.month
    return format_html('<span class="house-days">{}</span>', " ".join(parts))


def lines(parts: Iterable[object]) -> SafeString | str:
    """Return parts one below the other, or a dash."""
    return format_html_join("", '<span class="house-line">{}</span>', ((part,) for part in parts)) or EMPTY


def link(url: str, text: object) -> SafeString:
    """Return a link."""
    return format_html('<a href="{}">{}</a>', url, text)
