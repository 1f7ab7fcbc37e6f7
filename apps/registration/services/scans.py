"""Scans at the gates: three statements each, four for somebody's first admission."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.core import clock, signed_codes, states
from apps.core.actors import Actor
from apps.core.models import ApiToken, Provenance
from apps.people.names import age_on
from apps.registration.access import Facts, refusal
from apps.registration.catalogue import Entrance
from apps.registration.models import Registration, Scan

CLOCK_TOLERANCE = dt.timedelta(hours=2)
OFFLINE_REACH = dt.timedelta(hours=24)
GUARDIAN_LANE_AGE = 18

# Everything a decision needs, in one round trip: the badge with its registration, the open
# stay in this zone. There is one sensible order, and OFFSET 0 keeps the planner from weighing
# others: that cost ten times the look-up itself and read the ends of every index.
_LOOK = """
SELECT b.id, b.revoked_at IS NOT NULL, r.id, r.code, r.state, r.days, r.ticket_type_id,
       r.manual_hold, p.name, p.birth_year,
       r.provenance, s.opened_at, g.code
FROM registration_badge b
CROSS JOIN LATERAL (
    SELECT id, code, state, days, ticket_type_id, manual_hold, provenance, person_id
    FROM registration_registration WHERE id = b.registration_id OFFSET 0
) r
CROSS JOIN LATERAL (SELECT name, birth_year FROM people_person WHERE id = r.person_id OFFSET 0) p
LEFT JOIN LATERAL (
    SELECT opened_at, opened_gate_id FROM registration_stay
    WHERE badge_id = b.id AND zone_id = %(zone)s AND day = %(day)s AND closed_at IS NULL OFFSET 0
) s ON true
LEFT JOIN LATERAL (SELECT code FROM editions_gate WHERE id = s.opened_gate_id OFFSET 0) g ON true
WHERE b.serial = %(serial)s
"""

# The stay and the scan in one statement. Two gates at the same moment meet at the unique
# index of open stays: one admits, the other finds the stay and refuses as a duplicate. The
# same scan sent twice meets at (token, nonce) and writes nothing.
_RECORD = """
WITH known AS (
    SELECT 1 FROM registration_scan WHERE token_id = %(token)s AND nonce = %(nonce)s
), opened AS (
    INSERT INTO registration_stay (badge_id, zone_id, day, opened_at, opened_gate_id, provenance)
    SELECT %(badge)s, %(zone)s, %(day)s, %(at)s, %(gate)s, %(provenance)s
    WHERE %(opens)s AND NOT EXISTS (SELECT 1 FROM known)
    ON CONFLICT DO NOTHING RETURNING id
), closed AS (
    UPDATE registration_stay SET closed_at = %(at)s
    WHERE %(closes)s AND badge_id = %(badge)s AND zone_id = %(zone)s AND closed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM known)
    RETURNING id
), answer AS (
    SELECT CASE WHEN %(opens)s AND NOT EXISTS (SELECT 1 FROM opened)
           THEN 'duplicate' ELSE %(reason)s END AS reason
)
INSERT INTO registration_scan (token_id, nonce, badge_id, gate_id, direction, device_at, at,
    received_at, result, reason, offline, decided, clock_is_off, needs_review, provenance)
SELECT %(token)s, %(nonce)s, %(badge)s, %(gate)s, %(direction)s, %(device_at)s, %(at)s,
    %(received)s, CASE WHEN reason = '' THEN 'admitted' ELSE 'refused' END, reason, %(offline)s,
    %(decided)s, %(clock_is_off)s,
    %(decided)s <> '' AND (%(decided)s = 'admitted') <> (reason = ''), %(provenance)s
FROM answer
ON CONFLICT (token_id, nonce) DO NOTHING
RETURNING result, reason
"""

_FIRST = """
SELECT sc.result, sc.reason, sc.badge_id, g.code FROM registration_scan sc
JOIN editions_gate g ON g.id = sc.gate_id
WHERE sc.token_id = %s AND sc.nonce = %s
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a device sends about one scan."""

    nonce: str
    code: str
    device_at: dt.datetime
    direction: str
    offline: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the look-up found behind a code."""

    badge: int
    is_revoked: bool
    registration: int
    code: str
    state: str
    days: list[dt.date]
    ticket_type: int
    manual_hold: bool
    name: str
    birth_year: int | None
    provenance: str
    inside_since: dt.datetime | None
    inside_gate: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate is told."""

    nonce: str
    result: str
    reason: str
    ticket: Ticket | None
    first: tuple[str, dt.datetime] | None = None


def scan(
    *, shown: Shown, entrance: Entrance, token: ApiToken, by: Actor, provenance: str = Provenance.ENTERED
) -> Answer:
    """Decide and record one scan; a repeated id returns its first answer (INV-13)."""
    at, clock_is_off = business_time(shown)
    ticket = look_up(shown.code, entrance, at)
    reason = _reason(ticket, entrance, at, shown.direction)
    values = _values(shown, entrance, token, at, provenance) | {
        "badge": ticket.badge if ticket else None,
        "reason": reason,
        "opens": not reason and shown.direction == Scan.Direction.IN,
        "closes": not reason and shown.direction == Scan.Direction.OUT,
        "clock_is_off": clock_is_off,
    }
    with transaction.atomic():
        row = _one(_RECORD, values)
        if row is None:
            return _repeated(shown, token, ticket)
        if row[0] == Scan.Result.ADMITTED and ticket.state == Registration.State.BADGE_ISSUED:
            _attend(ticket, by)
    if row[1] == Scan.Reason.DUPLICATE and ticket.inside_since is None:
        ticket = look_up(shown.code, entrance, at)
    return Answer(shown.nonce, row[0], row[1], ticket, _first_of(ticket, row[1]))


def look_up(code: str, entrance: Entrance, at: dt.datetime) -> Ticket | None:
    """Find the ticket behind a code; None for anything that is not one of ours."""
    try:
        serial = signed_codes.serial_of(code)
    except signed_codes.BadCode:
        return None
    day = at.astimezone(clock.SHANGHAI).date()
    row = _one(_LOOK, {"zone": entrance.gate.zone_id, "day": day, "serial": serial})
    return Ticket(*row) if row else None


def flags_of(ticket: Ticket | None) -> list[str]:
    """Return what the crew should know besides the answer."""
    if ticket is None:
        return []
    flags = []
    if ticket.birth_year and age_on(ticket.birth_year, clock.today()) < GUARDIAN_LANE_AGE:
        flags.append("guardian_lane")
    if ticket.provenance == Provenance.GENERATED:
        flags.append("sample")
    return flags


def business_time(shown: Shown) -> tuple[dt.datetime, bool]:
    """Return the business time that decides and whether the device's clock is off.

    A device's clock may run on real or on business time. Within two hours of ours it decides;
    a scan made offline may come up to a day late. Otherwise the server's time decides.
    """
    reach = OFFLINE_REACH if shown.offline else CLOCK_TOLERANCE
    shift = clock.offset()
    business = clock.now()
    for moment in (shown.device_at, shown.device_at + shift):
        late = business - moment
        if -CLOCK_TOLERANCE <= late <= reach:
            return moment if shown.offline else business, False
    return business, True


def _reason(ticket: Ticket | None, entrance: Entrance, at: dt.datetime, direction: str) -> str:
    if ticket is None:
        return Scan.Reason.UNKNOWN
    facts = Facts(
        state=ticket.state,
        days=tuple(ticket.days),
        is_revoked=ticket.is_revoked,
        manual_hold=ticket.manual_hold,
        window=entrance.windows.get(ticket.ticket_type),
        crowd_hold=entrance.gate.crowd_hold,
        is_inside=ticket.inside_since is not None,
    )
    return refusal(facts, at, direction)


def _values(shown: Shown, entrance: Entrance, token: ApiToken, at: dt.datetime, provenance: str) -> dict[str, Any]:
    return {
        "token": token.pk,
        "nonce": shown.nonce,
        "zone": entrance.gate.zone_id,
        "gate": entrance.gate.pk,
        "day": at.astimezone(clock.SHANGHAI).date(),
        "at": at,
        "device_at": shown.device_at,
        "received": timezone.now(),
        "direction": shown.direction,
        "offline": shown.offline,
        "decided": shown.decided,
        "provenance": provenance,
    }


def _repeated(shown: Shown, token: ApiToken, ticket: Ticket | None) -> Answer:
    result, reason, badge, _gate = _one(_FIRST, [token.pk, shown.nonce])
    same = ticket if ticket and ticket.badge == badge else None
    return Answer(shown.nonce, result, reason, same, _first_of(same, reason))


def _first_of(ticket: Ticket | None, reason: str) -> tuple[str, dt.datetime] | None:
    if reason != Scan.Reason.DUPLICATE or ticket is None or ticket.inside_since is None:
        return None
    return ticket.inside_gate, ticket.inside_since


def _attend(ticket: Ticket, by: Actor) -> None:
    state = Registration.State
    states.move_many(Registration, [ticket.registration], state.BADGE_ISSUED, state.ATTENDED, by=by)


def _one(sql: str, values: Any) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()
