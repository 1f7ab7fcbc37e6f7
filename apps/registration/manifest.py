"""What a gate needs to decide without network.

Rights do not stand in the code, so the manifest says which serials belong to which group of
ticket type and days: 6 bytes of each serial (two tickets of 200,000 share them with a chance
of about 1 in 14,000; a forger would still lack the signature). The groups of an edition are
the same for all gates and are kept in process memory; `since` asks for what is new.
"""

import base64
import datetime as dt
import hashlib
import json
import time
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from apps.core import clock, signed_codes
from apps.core.translation import all_of
from apps.registration.catalogue import Entrance, catalogue, offer_of_type

PREFIX = 6  # bytes of a serial
KEPT_FOR = 20.0  # seconds
COMMIT_LAG = 500  # ids that may still have been uncommitted when a device read last
OVERLAP = dt.timedelta(seconds=30)

_GROUPS = """
SELECT r.ticket_type_id, r.days,
       string_agg(substring(b.serial FROM 1 FOR 6), ''::bytea ORDER BY b.serial), max(b.id)
FROM registration_badge b JOIN registration_registration r ON r.id = b.registration_id
WHERE b.revoked_at IS NULL AND b.id > %s AND r.edition_id = %s
GROUP BY r.ticket_type_id, r.days ORDER BY r.ticket_type_id, r.days
"""
_REVOKED = """
SELECT substring(b.serial FROM 1 FOR 6) FROM registration_badge b
JOIN registration_registration r ON r.id = b.registration_id
WHERE b.revoked_at >= %s AND r.edition_id = %s ORDER BY b.id
"""
_HELD = """
SELECT substring(b.serial FROM 1 FOR 6) FROM registration_badge b
JOIN registration_registration r ON r.id = b.registration_id
WHERE r.manual_hold AND b.revoked_at IS NULL AND r.edition_id = %s ORDER BY b.id
"""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Cursor(NamedTuple):
    """How far a device has read: the newest badge, and the second of the reading."""

    badge: int
    second: int

    def __str__(self) -> str:
        return f"{self.badge}.{self.second}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Parse a cursor; None for anything else, which then gives the whole manifest."""
        badge, _, second = text.partition(".")
        if not (badge.isascii() and badge.isdigit() and second.isascii() and second.isdigit()):
            return None
        if len(badge) > 18 or len(second) > 11:
            return None
        return cls(int(badge), int(second))


_kept: dict[int, tuple[float, Cursor, list[tuple]]] = {}


def build(entrance: Entrance, since: str = "") -> dict[str, Any]:
    """Return the manifest of a gate as plain JSON types."""
    edition = _edition_id()
    asked = Cursor.read(since)
    cursor, rows = _groups(edition, asked)
    revoked_since = dt.datetime.fromtimestamp(asked.second, dt.UTC) - OVERLAP if asked else _EPOCH
    groups, rules = _described(rows, entrance)
    gate = entrance.gate
    return {
        "gate": {"code": gate.code, "name": all_of(gate, "name")},
        "edition": _year(),
        "timezone": "Asia/Shanghai",
        "now": clock.now().isoformat(),
        "generated_at": timezone.now().isoformat(),
        "version": catalogue().version,
        "cursor": str(cursor),
        "full": asked is None,
        "keys": [{"id": key.id, "public": key.public_text} for key in signed_codes.keys().values()],
        "rules": rules,
        "groups": groups,
        "revoked": _texts(_REVOKED, [revoked_since, edition]),
        "holds": _texts(_HELD, [edition]),
        "crowd_hold": gate.crowd_hold,
    }


def etag_of(body: dict[str, Any]) -> str:
    """Hash what a device would act on; the moments of reading do not count."""
    moments = ("now", "generated_at", "cursor")
    told = json.dumps({key: value for key, value in body.items() if key not in moments}, sort_keys=True)
    return '"' + hashlib.sha256(told.encode()).hexdigest()[:24] + '"'


def _described(rows: list[tuple], entrance: Entrance) -> tuple[list[dict], list[dict]]:
    groups, rules = [], []
    for ticket_type, days, serials, _newest in rows:
        slug = offer_of_type(ticket_type).ticket_type.slug
        number = f"{slug}:{','.join(day.isoformat() for day in days)}"
        window = entrance.windows.get(ticket_type)
        rules.append(
            {
                "group": number,
                "ticket_type": slug,
                "name": all_of(offer_of_type(ticket_type).ticket_type, "name"),
                "days": [day.isoformat() for day in days],
                "admits": window is not None,
                "opens": window.opens.strftime("%H:%M") if window else None,
                "closes": window.closes.strftime("%H:%M") if window else None,
            }
        )
        groups.append({"group": number, "serials": base64.b64encode(bytes(serials)).decode()})
    return groups, rules


def _groups(edition: int, asked: Cursor | None) -> tuple[Cursor, list[tuple]]:
    """Return the groups after a cursor; the whole list is kept for a few seconds."""
    if asked is None and edition in _kept:
        read_at, cursor, rows = _kept[edition]
        if time.monotonic() - read_at < KEPT_FOR:
            return cursor, rows
    second = int(timezone.now().timestamp())
    start = max(asked.badge - COMMIT_LAG, 0) if asked else 0
    rows = _rows(_GROUPS, [start, edition])
    cursor = Cursor(max([asked.badge if asked else 0, *(row[3] for row in rows)]), second)
    if asked is None:
        _kept[edition] = (time.monotonic(), cursor, rows)
    return cursor, rows


def forget() -> None:
    """Drop the kept groups of this process."""
    _kept.clear()


def _texts(sql: str, values: list[Any]) -> list[str]:
    return [base64.urlsafe_b64encode(bytes(row[0])).decode() for row in _rows(sql, values)]


def _edition_id() -> int:
    return next((o.edition.pk for o in catalogue().by_type.values() if o.edition.is_current), 0)


def _year() -> int | None:
    return next((o.edition.year for o in catalogue().by_type.values() if o.edition.is_current), None)


def _rows(sql: str, values: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
