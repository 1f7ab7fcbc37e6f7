"""Messages are delivered at least once, claimed by one, parked after three failures."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from apps.core import delivery, outbox, sockets
from apps.core.models import Outbox, Webhook

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def seen(monkeypatch):
    """Deliver the topic `test` into a list; the message `bad` always fails."""
    delivered = []

    def take(message):
        if message.name == "bad":
            raise RuntimeError("always")
        delivered.append(message.name)

    monkeypatch.setitem(outbox._handlers, "test", take)
    return delivered


def test_a_message_of_a_rolled_back_change_never_was():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.put("test", "never", {})
        1 / 0  # noqa: B018
    assert Outbox.objects.count() == 0


def test_a_message_is_delivered_once_however_often_it_is_handed(seen):
    message = outbox.put("test", "good", {})
    assert [delivery.deliver(message.pk) for _ in range(3)] == [True, False, False]
    assert seen == ["good"]


def test_the_relay_hands_a_message_again_when_the_broker_lost_it(seen):
    message = outbox.put("test", "good", {})
    assert delivery.take_open() == [message.pk]
    assert delivery.take_open() == []
    Outbox.objects.update(handed_at=timezone.now() - dt.timedelta(minutes=5))
    assert delivery.take_open() == [message.pk]


def test_a_claimed_message_waits_for_the_lease(seen):
    message = outbox.put("test", "good", {})
    Outbox.objects.update(claimed_until=timezone.now() + dt.timedelta(seconds=30))
    assert delivery.deliver(message.pk) is False
    Outbox.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    assert delivery.deliver(message.pk) is True


def test_after_three_failures_a_message_is_parked_and_others_go_on(seen):
    bad, good = outbox.put("test", "bad", {}), outbox.put("test", "good", {})
    for _ in range(3):
        Outbox.objects.update(due_at=timezone.now())
        delivery.deliver(bad.pk)
    delivery.deliver(good.pk)
    bad.refresh_from_db()
    assert (bad.attempts, bad.last_error, bad.parked_at is not None) == (3, "RuntimeError", True)
    assert delivery.take_open() == []
    assert seen == ["good"]
    assert delivery.unpark([bad.pk]) == 1
    assert delivery.take_open() == [bad.pk]


def test_an_event_reaches_its_reactions_and_subscribers_once(monkeypatch, program):
    heard = []
    monkeypatch.setitem(sockets._reactions, "registration.confirmed", [heard.append])
    hook = Webhook.objects.create(
        token=program.token, url="http://127.0.0.1:1/", events=["registration.confirmed"], secret="s"
    )
    message = outbox.put("event", "registration.confirmed", {"registration": "ABC"})
    delivery.react(message)
    delivery.react(message)
    assert heard == [{"registration": "ABC"}] * 2
    call = Outbox.objects.get(topic="webhook")
    assert (call.payload["webhook"], call.payload["registration"]) == (hook.pk, "ABC")


def test_every_topic_has_its_handler_in_a_fresh_process():
    """A worker imports no views; what delivers a message must be loaded all the same."""
    import os
    import subprocess
    import sys

    code = (
        "import django; django.setup(); from apps.core import outbox; "
        "print(sorted(topic for topic in ('mail', 'event', 'index', 'webhook') if outbox.handler_of(topic)))"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "waic.settings.test"}
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "['event', 'index', 'mail', 'webhook']"
