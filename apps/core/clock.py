"""Business time: what the expo thinks the hour is.

Sale windows, ticket validity, agenda, deadlines and phases ask `now()`. With demo data one
stored offset shifts it to the fair's second day. Logins, codes, holds, outbox, history and
limits use real time (`django.utils.timezone.now`) and must not come here.
"""

import contextlib
import datetime as dt
import time
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

from apps.core.models import ClockOffset

SHANGHAI = ZoneInfo("Asia/Shanghai")
REREAD_AFTER = 2.0  # seconds

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen_clock", default=None)
_cached: tuple[float, dt.timedelta] = (-REREAD_AFTER, dt.timedelta(0))


def now() -> dt.datetime:
    """Return business time as an aware datetime."""
    return _frozen.get() or timezone.now() + offset()


def today() -> dt.date:
    """Return the business date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def offset() -> dt.timedelta:
    """Return the stored shift, read from the database at most every two seconds."""
    global _cached
    read_at, value = _cached
    if time.monotonic() - read_at >= REREAD_AFTER:
        value = ClockOffset.objects.values_list("shift", flat=True).first() or dt.timedelta(0)
        _cached = (time.monotonic(), value)
    return value


def is_shifted() -> bool:
    """Tell whether the demo clock runs."""
    return bool(offset())


def set_to(moment: dt.datetime | None) -> None:
    """Shift business time so that it is `moment` now; None returns to real time."""
    if moment is None:
        ClockOffset.objects.all().delete()
    else:
        shift = moment - timezone.now()
        ClockOffset.objects.update_or_create(pk=1, defaults={"shift": shift})
    forget()


def forget() -> None:
    """Drop the cached offset of this process."""
    global _cached
    _cached = (-REREAD_AFTER, dt.timedelta(0))


@contextlib.contextmanager
def frozen_at(moment: dt.datetime):
    """Hold business time still within a block, for tests and generators."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
