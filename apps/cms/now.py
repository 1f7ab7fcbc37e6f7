"""The current edition, kept per process until a stamp rises."""

from django.core.cache import caches
from django.utils.translation import gettext

from apps.core import stamps
from apps.editions import periods
from apps.editions.models import Edition
from apps.editions.selectors import current_edition

KEPT_FOR = 300  # seconds


def edition() -> Edition | None:
    """Return the current edition without asking the database again while nothing has changed."""
    pages, key = caches["pages"], f"edition:{stamps.version()}"
    kept = pages.get(key)
    if kept is None:
        kept = (current_edition(),)
        pages.set(key, kept, KEPT_FOR)
    return kept[0]


def facts(current: Edition | None) -> list[str]:
    """Return dates and place as the first screen shows them; nothing without an edition."""
    if current is None:
        return []
    said = [periods.in_words(current.conference), gettext("Shanghai")]
    last = periods.first_and_last(current.conference)[1]
    closes = periods.first_and_last(current.exhibition)[1] if current.exhibition else last
    if closes > last:
        day = periods.day_in_words(closes, with_year=closes.year != last.year)
        said.append(gettext("Exhibition until %(day)s") % {"day": day})
    return said
