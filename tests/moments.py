"""Moments of the small fair."""

import datetime as dt

from apps.core.clock import SHANGHAI


def before_the_sale() -> dt.datetime:
    """Return the evening before the sale opens."""
    return dt.datetime(2025, 4, 30, 20, tzinfo=SHANGHAI)
