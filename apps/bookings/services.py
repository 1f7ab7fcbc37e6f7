"""Taking and giving back places. The only module that writes `taken`."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core import outbox, states
from apps.core.actors import SYSTEM, Actor
from apps.core.models import Provenance

OFFER_STANDS = dt.timedelta(hours=12)

# All or nothing: every wanted row is locked in one order, read again under the lock, and
# raised only when each has room. The bookings are written by the same statement.
_TAKE = """
WITH wanted AS (
    SELECT id, taken, capacity FROM bookings_allotment
    WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE
), fits AS (
    SELECT count(*) = cardinality(%(ids)s) AS all_of_them
    FROM wanted WHERE taken + %(n)s <= capacity
), raised AS (
    UPDATE bookings_allotment AS a SET taken = a.taken + %(n)s
    FROM wanted, fits
    WHERE a.id = wanted.id AND fits.all_of_them AND a.taken + %(n)s <= a.capacity
    RETURNING a.id
)
INSERT INTO bookings_booking
    (allotment_id, person_id, organisation_id, batch, quantity, state, expires_at, created_at, provenance)
SELECT id, %(person)s, %(organisation)s, %(batch)s, %(n)s, %(state)s, %(until)s, %(now)s, %(provenance)s
FROM raised RETURNING id
"""

_EXPIRE = """
WITH gone AS (
    SELECT id FROM bookings_booking
    WHERE state = 'held' AND expires_at <= %(now)s AND (%(ids)s IS NULL OR allotment_id = ANY(%(ids)s))
    ORDER BY id FOR UPDATE SKIP LOCKED
), ended AS (
    UPDATE bookings_booking AS b SET state = 'expired' FROM gone WHERE b.id = gone.id
    RETURNING b.allotment_id, b.quantity, b.batch
), freed AS (
    SELECT allotment_id, sum(quantity) AS n FROM ended GROUP BY allotment_id ORDER BY allotment_id
), lowered AS (
    UPDATE bookings_allotment AS a SET taken = a.taken - freed.n FROM freed
    WHERE a.id = freed.allotment_id RETURNING a.id
)
SELECT DISTINCT allotment_id, batch::text FROM ended
"""

_RELEASE = """
WITH ended AS (
    UPDATE bookings_booking SET state = 'released'
    WHERE batch = %(batch)s AND state IN ('held', 'confirmed') RETURNING allotment_id, quantity
), freed AS (
    SELECT allotment_id, sum(quantity) AS n FROM ended GROUP BY allotment_id
)
UPDATE bookings_allotment AS a SET taken = a.taken - freed.n FROM freed
WHERE a.id = freed.allotment_id RETURNING a.id
"""


class SoldOut(Exception):
    """At least one of the wanted allotments has too few places."""


def take(
    *,
    allotments: Iterable[int],
    batch: uuid.UUID,
    person_id: int | None = None,
    organisation_id: int | None = None,
    quantity: int = 1,
    until: dt.datetime | None = None,
    provenance: str = Provenance.ENTERED,
) -> None:
    """Book places in all of the allotments, or in none.

    With `until` they are held to that real moment, otherwise confirmed at once. Raises
    SoldOut. One statement; three when expired holds have to make room first.
    """
    ids = sorted(set(allotments))
    values = {
        "ids": ids,
        "n": quantity,
        "person": person_id,
        "organisation": organisation_id,
        "batch": batch,
        "state": Booking.State.HELD if until else Booking.State.CONFIRMED,
        "until": until,
        "now": timezone.now(),
        "provenance": provenance,
    }
    if len(_run(_TAKE, values)) == len(ids):
        return
    if expire_holds(allotments=ids) and len(_run(_TAKE, values)) == len(ids):
        return
    raise SoldOut


@transaction.atomic
def expire_holds(*, allotments: list[int] | None = None) -> int:
    """Give back the places of holds past their end, everywhere or in some allotments.

    Returns how many bookings ended. Their owners hear of it through `bookings.expired`.
    """
    rows = _run(_EXPIRE, {"now": timezone.now(), "ids": allotments})
    batches = sorted({batch for _allotment, batch in rows})
    if not batches:
        return 0
    lapsed = WaitingEntry.objects.filter(batch__in=batches, state=WaitingEntry.State.OFFERED)
    states.move_many(
        WaitingEntry,
        list(lapsed.values_list("pk", flat=True)),
        WaitingEntry.State.OFFERED,
        WaitingEntry.State.LAPSED,
        by=SYSTEM,
    )
    outbox.put_many(outbox.message("event", "bookings.expired", {"batch": b}) for b in batches)
    offer_next(allotments=[allotment for allotment, _batch in rows])
    return len(rows)


@transaction.atomic
def confirm(*, batch: uuid.UUID, by: Actor) -> bool:
    """Turn a hold into a booking; False when the hold has ended meanwhile."""
    ids = list(
        Booking.objects.filter(batch=batch, state=Booking.State.HELD, expires_at__gt=timezone.now())
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    moved = states.move_many(Booking, ids, Booking.State.HELD, Booking.State.CONFIRMED, by=by)
    entry = WaitingEntry.objects.filter(batch=batch, state=WaitingEntry.State.OFFERED).first()
    if moved and entry:
        states.move(entry, WaitingEntry.State.ACCEPTED, by=by)
    return bool(moved)


@transaction.atomic
def release(*, batch: uuid.UUID, by: Actor) -> None:
    """Give back the places of a batch, leave its queue, and offer them to the next."""
    freed = [row[0] for row in _run(_RELEASE, {"batch": batch})]
    entry = WaitingEntry.objects.filter(batch=batch).first()
    if entry and states.allowed(entry, WaitingEntry.State.LEFT):
        states.move(entry, WaitingEntry.State.LEFT, by=by)
    offer_next(allotments=freed)


def may_queue(*, allotments: Iterable[int]) -> bool:
    """Tell whether each of the allotments has a waiting list."""
    return not Allotment.objects.filter(pk__in=list(allotments), has_waiting_list=False).exists()


@transaction.atomic
def queue(
    *, allotments: Iterable[int], batch: uuid.UUID, person_id: int, provenance: str = Provenance.ENTERED
) -> WaitingEntry:
    """Stand in line for all of the allotments at once."""
    entry = WaitingEntry.objects.create(batch=batch, person_id=person_id, provenance=provenance)
    entry.allotments.set(sorted(set(allotments)))
    return entry


@transaction.atomic
def offer_next(*, allotments: Iterable[int]) -> list[uuid.UUID]:
    """Offer free places to those who have waited longest; return the batches offered.

    Runs in the transaction that frees the places, so that nobody new can slip in between.
    """
    ids = sorted(set(allotments))
    if not ids or not Allotment.objects.filter(pk__in=ids, has_waiting_list=True).exists():
        return []
    waiting = WaitingEntry.objects.filter(
        pk__in=WaitingEntry.allotments.through.objects.filter(allotment_id__in=ids).values("waitingentry_id"),
        state=WaitingEntry.State.WAITING,
    )
    offered = []
    for entry in waiting.select_for_update(skip_locked=True).order_by("pk")[:50]:
        if not _offer(entry):
            break
        offered.append(entry.batch)
    return offered


def _offer(entry: WaitingEntry) -> bool:
    until = timezone.now() + OFFER_STANDS
    try:
        take(
            allotments=entry.allotments.values_list("pk", flat=True),
            batch=entry.batch,
            person_id=entry.person_id,
            organisation_id=entry.organisation_id,
            quantity=entry.quantity,
            until=until,
            provenance=entry.provenance,
        )
    except SoldOut:
        return False
    WaitingEntry.objects.filter(pk=entry.pk).update(offered_until=until)
    states.move(entry, WaitingEntry.State.OFFERED, by=SYSTEM)
    outbox.put("event", "bookings.offered", {"batch": str(entry.batch)})
    return True


def _run(sql: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
