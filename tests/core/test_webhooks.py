"""Webhooks: signed, logged, repeated; a token sees its own."""

import hashlib
import hmac
import http.server
import json
import threading

import pytest

from apps.core import delivery, outbox, webhooks
from apps.core.models import Outbox, Webhook, WebhookCall

pytestmark = pytest.mark.django_db
URL = "/api/v1/webhooks/"


@pytest.fixture
def subscriber():
    """A server on this machine that keeps what it is sent."""
    received = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, dict(self.headers), body))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *args):
            return

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    thread.join()
    server.server_close()


def subscribe(caller, url, events=("registration.confirmed",)):
    """Subscribe through the API."""
    return caller.client.post(URL, {"url": url, "events": list(events)})


def test_a_call_is_signed_and_logged(program, subscriber):
    base, received = subscriber
    made = subscribe(program, f"{base}/hook")
    assert made.status_code == 201
    message = outbox.put("event", "registration.confirmed", {"registration": "ABC", "state": "badge_issued"})
    delivery.deliver(message.pk)
    assert delivery.deliver(Outbox.objects.get(topic="webhook").pk) is True

    ((path, headers, body),) = received
    assert path == "/hook"
    assert json.loads(body) == {
        "id": str(message.uid),
        "event": "registration.confirmed",
        "data": {"registration": "ABC", "state": "badge_issued"},
    }
    moment, _, sent = headers["WAIC-Signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(made.json()["secret"].encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert sent == expected
    assert WebhookCall.objects.get().status == 204


def test_a_failed_call_is_kept_for_another_attempt(program, subscriber):
    base, received = subscriber
    subscribe(program, f"{base}/broken")
    hook = Webhook.objects.get()
    message = outbox.put("webhook", "registration.confirmed", {"webhook": hook.pk, "event": "e"})
    assert delivery.deliver(message.pk) is False
    message.refresh_from_db()
    assert (message.attempts, message.done_at, WebhookCall.objects.get().status) == (1, None, 500)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "ftp://example.org/", "nonsense"])
def test_addresses_that_may_not_be_called_are_refused(program, settings, url):
    settings.EGRESS_ALLOW_LOOPBACK = False
    response = subscribe(program, url)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "url")
    assert Webhook.objects.count() == 0


def test_unknown_events_are_refused(program, subscriber):
    assert subscribe(program, subscriber[0], ["registration.exploded"]).status_code == 400


def test_a_token_sees_and_ends_only_its_own(program, rival_program, subscriber):
    made = subscribe(program, subscriber[0]).json()
    assert rival_program.client.get(URL).json()["count"] == 0
    assert rival_program.client.delete(f"{URL}{made['id']}/").status_code == 404
    assert Webhook.objects.count() == 1
    assert "secret" not in program.client.get(f"{URL}{made['id']}/").json()
    assert program.client.delete(f"{URL}{made['id']}/").status_code == 204
    assert Webhook.objects.count() == 0


def test_the_secret_of_a_subscription_signs(program):
    assert webhooks.signature("s", 1, b"x") == webhooks.signature("s", 1, b"x") != webhooks.signature("t", 1, b"x")
