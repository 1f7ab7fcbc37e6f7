"""Background tasks of the tool room: ids in, one call."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from apps.core import delivery
from apps.core.models import IdempotencyKey, Outbox, WebhookCall

KEEP_KEYS = dt.timedelta(days=7)
KEEP_DELIVERED = dt.timedelta(days=30)


@shared_task(ignore_result=True, acks_late=True)
def deliver(ids: list[int]) -> None:
    """Deliver a few messages of the outbox."""
    for message_id in ids:
        delivery.deliver(message_id)


@shared_task(ignore_result=True)
def tidy() -> None:
    """Drop what is past its time: answered keys, delivered messages, old webhook calls."""
    now = timezone.now()
    IdempotencyKey.objects.filter(created_at__lt=now - KEEP_KEYS).delete()
    WebhookCall.objects.filter(at__lt=now - KEEP_DELIVERED).delete()
    Outbox.objects.filter(done_at__lt=now - KEEP_DELIVERED).delete()
