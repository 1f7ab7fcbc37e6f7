"""Calls subscribers: signed, logged, repeated by the outbox."""

import hashlib
import hmac
import http.client
import json
import secrets
import time

from django.db import transaction

from apps.core import egress, history, outbox
from apps.core.actors import Actor
from apps.core.models import ApiToken, Outbox, Webhook, WebhookCall

EVENTS = (
    "registration.confirmed",
    "registration.cancelled",
    "registration.waitlisted",
    "badge.reissued",
)
PER_TOKEN = 20


class DeliveryFailed(Exception):
    """The subscriber did not answer with success."""


@transaction.atomic
def subscribe(*, token: ApiToken, url: str, events: list[str], by: Actor) -> tuple[Webhook, str]:
    """Make a subscription and return it with its secret.

    Raises egress.Refused for an address that may not be called, ValueError when the token
    holds too many subscriptions.
    """
    egress.check(url)
    if Webhook.objects.filter(token=token).count() >= PER_TOKEN:
        raise ValueError(f"A token holds at most {PER_TOKEN} webhooks.")
    secret = secrets.token_urlsafe(32)
    hook = Webhook.objects.create(token=token, url=url, events=events, secret=secret)
    history.write(hook, "webhook.subscribed", by=by)
    return hook, secret


@transaction.atomic
def unsubscribe(*, hook: Webhook, by: Actor) -> None:
    """End a subscription; calls not yet made are dropped when their turn comes."""
    history.write(hook, "webhook.unsubscribed", by=by)
    hook.delete()


def signature(secret: str, moment: int, body: bytes) -> str:
    """Sign time and body: `t=<unix seconds>,v1=<HMAC-SHA256 in hex>`."""
    signed = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


@outbox.handler("webhook")
def call(message: Outbox) -> None:
    """Deliver one event to one subscriber and store how it went."""
    hook = Webhook.objects.filter(pk=message.payload["webhook"], is_active=True).first()
    if hook is None:
        return
    data = {k: v for k, v in message.payload.items() if k not in ("webhook", "event")}
    body = json.dumps({"id": message.payload["event"], "event": message.name, "data": data}).encode()
    moment = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "WAIC-Webhooks/1",
        "WAIC-Event-Id": message.payload["event"],
        "WAIC-Signature": signature(hook.secret, moment, body),
    }
    started = time.monotonic()
    status, error = None, ""
    try:
        status = egress.post(hook.url, body, headers)
    except (egress.Refused, OSError, http.client.HTTPException) as problem:
        error = type(problem).__name__
    took = int((time.monotonic() - started) * 1000)
    WebhookCall.objects.create(webhook=hook, message=message, status=status, error=error, milliseconds=took)
    if status is None or not 200 <= status < 300:
        raise DeliveryFailed(error or f"status {status}")
