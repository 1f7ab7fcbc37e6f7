"""Verbs in the back office: through services, with reasons, in batches, never without permission."""

import pytest

from apps.bookings.models import Allotment
from apps.core import history, tokens
from apps.core.admin import acts
from apps.core.models import ApiToken, Outbox, WebhookCall
from apps.editions.models import Edition, Gate, KeyFigure
from apps.registration.models import Device, Registration
from tests.admin.conftest import enrol, furnish, machinery

LIST = "/admin/registration/registration/"


def do(client, name: str, *rows, url: str = LIST, **more):
    data = {"action": name, "_selected_action": [row.pk for row in rows], **more}
    return client.post(url, data, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_cancelling_asks_for_a_reason_first(fair, staff_client):
    registration = enrol(1)

    response = do(staff_client, "cancel", registration)

    assert 'name="reason"' in response.content.decode()
    registration.refresh_from_db()
    assert registration.state == "badge_issued"


def test_cancelling_with_a_reason(fair, staff_client, staff):
    registration = enrol(1)

    response = do(staff_client, "cancel", registration, reason="no visa")

    assert said(response) == ["Cancel the registration: 1 row."]
    registration.refresh_from_db()
    assert registration.state == "cancelled"
    line = history.of(registration).first()
    assert (line.verb, line.state_to, line.reason, line.actor_label) == (
        "registration.cancelled",
        "cancelled",
        "no visa",
        f"staff {staff.pk}",
    )
    assert Allotment.objects.filter(ticket_day__ticket_type=fair.visitor_ticket, taken__gt=0).count() == 0


def test_an_empty_reason_is_sent_back(fair, staff_client):
    registration = enrol(1)

    response = do(staff_client, "cancel", registration, reason="  ")

    assert "Give a reason; it stays in the history." in response.content.decode()
    registration.refresh_from_db()
    assert registration.state == "badge_issued"


def test_what_cannot_be_done_is_said_and_the_rest_is_done(fair, staff_client):
    first, second = enrol(1), enrol(2)
    do(staff_client, "cancel", first, reason="twice")

    response = do(staff_client, "cancel", first, second, reason="both")

    assert said(response) == [
        "Cancel the registration: 1 row.",
        "1 row left alone: This registration can no longer be cancelled.",
    ]


@pytest.mark.parametrize(
    ("name", "more", "verb"),
    [
        ("resend", {}, "registration.mail_resent"),
        ("reissue", {"reason": "lost"}, "badge.reissued"),
        ("hold", {"reason": "ask at the desk"}, "registration.held_at_gate"),
    ],
)
def test_each_verb_writes_its_line(fair, staff_client, name, more, verb):
    registration = enrol(1)

    do(staff_client, name, registration, **more)

    assert history.of(registration).first().verb == verb


def test_a_stop_at_the_gate_is_lifted(fair, staff_client):
    registration = enrol(1)
    do(staff_client, "hold", registration, reason="photo missing")
    registration.refresh_from_db()
    assert (registration.manual_hold, registration.hold_reason) == (True, "photo missing")

    do(staff_client, "release", registration)

    registration.refresh_from_db()
    assert (registration.manual_hold, registration.hold_reason) == (False, "")


def test_the_button_of_a_form_leads_back_to_it(fair, staff_client):
    registration = enrol(1)
    back = f"{LIST}{registration.pk}/change/"

    response = do(staff_client, "resend", registration, back=back)

    assert response.redirect_chain == [(back, 302)]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(fair, staff_client, back):
    response = do(staff_client, "resend", enrol(1), back=back)

    assert all("evil" not in url and "javascript" not in url for url, _status in response.redirect_chain)


@pytest.mark.parametrize("name", ["resend", "reissue", "hold", "release", "cancel", "advance"])
def test_without_permission_nothing_changes(fair, limited, name):
    registration = enrol(1)
    client = limited("registration.view_registration")
    lines = history.of(registration).count()

    response = do(client, name, registration, reason="because")

    assert response.status_code == 200
    registration.refresh_from_db()
    assert (registration.state, registration.manual_hold) == ("badge_issued", False)
    assert history.of(registration).count() == lines


def test_many_rows_go_in_batches_with_progress(fair, staff_client, monkeypatch):
    monkeypatch.setattr(acts, "BATCH", 2)
    rows = [enrol(number) for number in range(5)]

    page = do(staff_client, "cancel", *rows, reason="storm")
    assert page.redirect_chain == [(f"{LIST}job/", 302)]
    assert "0 of 5 done." in page.content.decode()

    assert "2 of 5 done." in staff_client.post(f"{LIST}job/").content.decode()
    assert Registration.objects.filter(state="cancelled").count() == 2
    assert "2 of 5 done." in staff_client.get(f"{LIST}job/").content.decode()
    staff_client.post(f"{LIST}job/")
    last = staff_client.post(f"{LIST}job/", follow=True)
    assert said(last) == ["Cancel the registration: 5 rows."]
    assert Registration.objects.filter(state="cancelled").count() == 5
    assert staff_client.get(f"{LIST}job/").status_code == 302


@pytest.mark.parametrize("pk", ["x", "\x00", "9" * 30, "1'--"])
def test_hostile_choices_are_no_error(fair, staff_client, pk):
    registration = enrol(1)

    response = staff_client.post(LIST, {"action": "cancel", "_selected_action": pk, "reason": "x"}, follow=True)

    assert response.status_code in (200, 400)
    registration.refresh_from_db()
    assert registration.state == "badge_issued"


# --- other tables ---


def test_the_current_edition_is_switched(fair, staff_client):
    older = Edition.objects.create(
        year=2024, ordinal=7, name_en="2024", mode="online", conference=("2024-07-04", "2024-07-07")
    )

    do(staff_client, "make_current", older, url="/admin/editions/edition/")

    assert list(Edition.objects.filter(is_current=True)) == [older]
    assert history.of(older).first().verb == "edition.made_current"


def test_a_gate_is_paused_and_opened(fair, staff_client):
    url = "/admin/editions/gate/"
    do(staff_client, "hold_crowd", fair.gate, url=url, reason="hall full")
    assert Gate.objects.get(pk=fair.gate.pk).crowd_hold is True
    assert history.of(fair.gate).first().reason == "hall full"

    do(staff_client, "release_crowd", fair.gate, url=url)
    assert Gate.objects.get(pk=fair.gate.pk).crowd_hold is False


def test_another_claim_is_shown_and_the_first_steps_back(fair, staff_client):
    more = {"edition": fair.edition, "metric": "visitors", "label_en": "visitors"}
    first = KeyFigure.objects.create(slug="a", value=1, **more)
    second = KeyFigure.objects.create(slug="b", value=2, is_displayed=False, **more)

    do(staff_client, "show_claim", second, url="/admin/editions/keyfigure/")

    assert list(KeyFigure.objects.filter(is_displayed=True)) == [second]
    assert not KeyFigure.objects.get(pk=first.pk).is_displayed


def test_a_parked_message_gets_new_attempts(fair, staff_client):
    machinery(1)
    message = Outbox.objects.latest("id")
    Outbox.objects.filter(pk=message.pk).update(parked_at=message.created_at, attempts=3)

    assert said(do(staff_client, "try_again", message, url="/admin/core/outbox/")) == ["Try again: 1 row."]

    message.refresh_from_db()
    assert (message.parked_at, message.attempts) == (None, 0)
    assert said(do(staff_client, "try_again", message, url="/admin/core/outbox/")) == [
        "1 row left alone: It is not parked."
    ]


def test_a_webhook_call_is_sent_again(fair, staff_client):
    machinery(1)
    call = WebhookCall.objects.get()

    do(staff_client, "send_again", call, url="/admin/core/webhookcall/")

    assert Outbox.objects.filter(topic="webhook").count() == 1


def test_a_device_is_revoked(fair, staff_client):
    furnish(fair, 1)
    device = Device.objects.get()

    do(staff_client, "revoke", device, url="/admin/registration/device/")

    assert ApiToken.objects.get(pk=device.token_id).revoked_at is not None


def test_a_token_is_shown_once_and_revoked(fair, staff_client):
    page = staff_client.post("/admin/core/apitoken/add/", {"name": "partner", "scopes": ["registrations:read"]})
    secret = page.context["secret"]
    token = tokens.find(secret)

    assert token.name == "partner"
    assert "no-store" in page["Cache-Control"]
    assert secret not in staff_client.get(f"/admin/core/apitoken/{token.pk}/change/").content.decode()
    do(staff_client, "revoke", token, url="/admin/core/apitoken/")
    assert tokens.find(secret) is None


def test_without_permission_no_token_is_made(fair, limited):
    client = limited("core.view_apitoken")

    assert client.post("/admin/core/apitoken/add/", {"name": "x", "scopes": ["webhooks"]}).status_code == 403
    assert ApiToken.objects.filter(name="x").count() == 0
