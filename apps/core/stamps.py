"""Page freshness: a stamp rises in the writer's transaction, page keys hold the stamps."""

import time

from django.db import connection

from apps.core.models import Stamp

REREAD_AFTER = 2.0  # seconds
SITE = "site"

_cached: tuple[float, dict[str, int]] = (-REREAD_AFTER, {})

_RAISE = """
INSERT INTO core_stamp (name, version) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET version = core_stamp.version + 1
"""


def touch(*names: str) -> None:
    """Raise stamps in the present transaction; the site's own stamp when none is named."""
    with connection.cursor() as cursor:
        for name in sorted(names or (SITE,)):
            cursor.execute(_RAISE, [name])
    forget()


def current() -> dict[str, int]:
    """Return all stamps, read from the database at most every two seconds."""
    global _cached
    read_at, stamps = _cached
    if time.monotonic() - read_at >= REREAD_AFTER:
        stamps = dict(Stamp.objects.values_list("name", "version"))
        _cached = (time.monotonic(), stamps)
    return stamps


def version() -> str:
    """Return one short text that changes with any stamp."""
    return "-".join(f"{name}.{number}" for name, number in sorted(current().items())) or "0"


def forget() -> None:
    """Drop this process's copy."""
    global _cached
    _cached = (-REREAD_AFTER, {})
