"""Takes messages out of the outbox: the relay hands over, a worker delivers.

A message is claimed by a lease, delivered outside any transaction, then marked. A process
that dies between delivery and mark causes one repetition, never a loss.
"""

import datetime as dt

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.core import outbox, sockets
from apps.core.models import Outbox, Webhook

HAND_AGAIN_AFTER = dt.timedelta(seconds=getattr(settings, "OUTBOX_HAND_AGAIN_AFTER", 60))
LEASE = dt.timedelta(seconds=getattr(settings, "OUTBOX_LEASE", 45))
ATTEMPTS = 3

log = structlog.get_logger(__name__)

_HAND = """
UPDATE core_outbox SET handed_at = %(now)s WHERE id IN (
    SELECT id FROM core_outbox
    WHERE done_at IS NULL AND parked_at IS NULL AND due_at <= %(now)s
      AND (handed_at IS NULL OR handed_at < %(again)s)
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""

_CLAIM = """
UPDATE core_outbox SET claimed_until = %(until)s, attempts = attempts + 1
WHERE id = %(id)s AND done_at IS NULL AND parked_at IS NULL AND due_at <= %(now)s
  AND (claimed_until IS NULL OR claimed_until < %(now)s)
RETURNING id
"""


class WorkerLost(Exception):
    """Every process that has tried to deliver the message died while it did."""


def take_open(limit: int = 200) -> list[int]:
    """Mark open messages as handed over and return their ids, oldest first; other relays skip them."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_HAND, {"now": now, "again": now - HAND_AGAIN_AFTER, "limit": limit})
        return sorted(row[0] for row in cursor.fetchall())


def give_back(ids: list[int]) -> None:
    """Undo `take_open` for messages that the broker did not accept."""
    Outbox.objects.filter(pk__in=ids).update(handed_at=None)


def deliver(message_id: int) -> bool:
    """Deliver one message; return whether it is done. Safe to repeat."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"id": message_id, "now": now, "until": now + LEASE})
        if not cursor.fetchone():
            return False
    message = Outbox.objects.get(pk=message_id)
    if message.attempts > ATTEMPTS:
        _failed(message, WorkerLost())
        return False
    try:
        outbox.handler_of(message.topic)(message)
    except Exception as error:
        _failed(message, error)
        return False
    Outbox.objects.filter(pk=message_id).update(done_at=timezone.now(), claimed_until=None, last_error="")
    return True


def _failed(message: Outbox, error: Exception) -> None:
    """Try again later, or park the message where staff see it."""
    now = timezone.now()
    parked = message.attempts >= ATTEMPTS
    log.warning(
        "delivery_failed",
        message=str(message.uid),
        topic=message.topic,
        name=message.name,
        attempts=message.attempts,
        parked=parked,
        error=type(error).__name__,
    )
    Outbox.objects.filter(pk=message.pk).update(
        claimed_until=None,
        handed_at=None,
        due_at=now + dt.timedelta(seconds=5 * 4**message.attempts),
        parked_at=now if parked else None,
        last_error=f"{type(error).__name__}"[:300],
    )


def unpark(messages: list[int]) -> int:
    """Give parked messages three new attempts."""
    return (
        Outbox.objects.filter(pk__in=messages)
        .exclude(parked_at=None)
        .update(parked_at=None, attempts=0, due_at=timezone.now(), handed_at=None)
    )


@outbox.handler("event")
def react(message: Outbox) -> None:
    """Run the reactions to an event and queue the calls to its subscribers."""
    with transaction.atomic():
        for function in sockets.reactions_to(message.name):
            function(message.payload)
        hooks = Webhook.objects.filter(is_active=True, events__contains=[message.name], token__revoked_at=None)
        outbox.put_many(
            outbox.message(
                "webhook",
                message.name,
                {"webhook": hook.pk, "event": str(message.uid), **message.payload},
                dedupe=f"webhook:{hook.pk}:{message.uid}",
            )
            for hook in hooks
        )
