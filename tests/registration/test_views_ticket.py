"""The ticket and what its owner does with it."""

import datetime as dt

import pytest

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core.actors import SYSTEM
from apps.core.models import Outbox, Provenance
from apps.people.models import Consent, Person
from apps.registration import views
from apps.registration.models import Badge, Registration
from apps.registration.services import registrations
from tests.conftest import MONDAY, SUNDAY, TUESDAY, make_account
from tests.registration.visits import DETAILS, VISITOR_ON_SUNDAY, WHO, enrol, sell_out, statements, text_of

State = Registration.State


# --- the waiting list ---


def test_a_full_ticket_with_a_waiting_list_explains_it_and_queues(fair, newcomer, client):
    sell_out("lab-tour")

    shown = client.get(f"{DETAILS}?ticket=lab-tour")
    sent = client.post(f"{DETAILS}?ticket=lab-tour", WHO | {"waits": "True"})

    assert "Join the waiting list" in text_of(shown)
    assert Registration.objects.get().state == State.WAITLISTED
    page = text_of(client.get(sent.headers["Location"]))
    assert "On the waiting list" in page
    assert '<dd class="num">0</dd>' in page


def test_nobody_is_queued_without_having_agreed(fair, newcomer, client):
    sell_out("lab-tour")

    answer = client.post(f"{DETAILS}?ticket=lab-tour", WHO)

    assert "The last place has just gone." in text_of(answer)
    assert answer.context["form"].joins_queue is True
    assert "Join the waiting list" in text_of(answer)
    for model in (Registration, WaitingEntry, Person, Consent, Outbox):
        assert not model.objects.exists()


@pytest.fixture
def offered(fair, lin) -> Registration:
    """Lin Yue has been offered a place from the waiting list."""
    first = make_account("first@example.org", "First")
    second = make_account("second@example.org", "Second")
    holders = [enrol(user, "lab-tour", None) for user in (first, second)]
    waiting = enrol(lin, "lab-tour", None)
    registrations.cancel(registration=holders[0], by=SYSTEM)
    registrations.offer_made(batch=str(waiting.batch))
    waiting.refresh_from_db()
    return waiting


def test_an_offered_place_is_taken_with_one_button(offered, client):
    page = text_of(client.get(f"/en/register/ticket/{offered.code}/"))
    answer = client.post(f"/en/register/ticket/{offered.code}/accept/", follow=True)

    assert "A place is free for you" in page
    offered.refresh_from_db()
    assert offered.state == State.BADGE_ISSUED
    assert "The place is yours." in text_of(answer)


def test_an_offer_that_is_over_is_refused_in_a_sentence(offered, client):
    WaitingEntry.objects.update(offered_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    Booking.objects.filter(batch=offered.batch).update(expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    page = text_of(client.get(f"/en/register/ticket/{offered.code}/"))
    answer = client.post(f"/en/register/ticket/{offered.code}/accept/", follow=True)

    assert "A place is free for you" not in page
    assert "This offer has ended; the place went to the next in line." in text_of(answer)
    offered.refresh_from_db()
    assert offered.state == State.SUBMITTED


# --- the ticket ---


def test_the_ticket_shows_what_a_gate_needs(fair, lin, client):
    own = enrol(lin, days=(SUNDAY, MONDAY))

    answer = client.get(f"/en/register/ticket/{own.code.lower()}/")

    page = text_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.context["rows"] == [
        {"label": "Venue", "value": "Exhibition Center"},
        {"label": "Entrance", "value": "N1 North gate 1"},
        {"label": "Sun, 27 July", "value": "08:00–18:00"},
        {"label": "Mon, 28 July", "value": "08:00–18:00"},
    ]
    assert f'aria-label="Code for the gate, {own.code}"' in page
    assert "W1:" not in page


def test_another_persons_ticket_is_not_there(fair, lin, stranger, client):
    theirs = enrol(stranger)
    before = theirs.state

    address = f"/en/register/ticket/{theirs.code}/"
    for answer in (
        client.get(address),
        client.get(f"{address}badge.pdf"),
        client.get(f"{address}calendar.ics"),
        client.get(f"{address}cancel/"),
        client.post(f"{address}cancel/"),
        client.post(f"{address}accept/"),
        client.post(f"{address}resend/"),
    ):
        assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == before
    assert Outbox.objects.filter(topic="mail").count() == 1


def test_an_anonymous_reader_of_a_ticket_signs_in_first_whether_it_is_there_or_not(fair, stranger, client):
    theirs = enrol(stranger)

    for code in (theirs.code, "0000000000"):
        answer = client.get(f"/en/register/ticket/{code}/")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"?next=/en/register/ticket/{code}/")


def test_staff_see_a_ticket_too(fair, visitor, staff, client):
    own = enrol(visitor)
    client.force_login(staff)

    assert client.get(f"/en/register/ticket/{own.code}/").status_code == 200


def test_sample_data_wears_its_label(fair, lin, client):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(provenance=Provenance.GENERATED)

    assert 'class="sample"' in text_of(client.get(f"/en/register/ticket/{own.code}/")).partition("site-foot")[0]


def test_a_ticket_whose_key_is_retired_is_shown_without_a_code(fair, lin, client):
    own = enrol(lin)
    Badge.objects.update(key_id=9)

    answer = client.get(f"/en/register/ticket/{own.code}/")

    assert answer.status_code == 200
    assert answer.context["picture"] == ""
    assert client.get(f"/en/register/ticket/{own.code}/badge.pdf").status_code == 404


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sentence(fair, lin, client, state):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(state=state)

    answer = client.get(f"/en/register/ticket/{own.code}/")

    assert answer.status_code == 200
    assert str(answer.context["standing"].text)


def test_cancelling_asks_once_and_gives_the_place_back(fair, lin, client):
    own = enrol(lin)
    address = f"/en/register/ticket/{own.code}/cancel/"

    asked = client.get(address)
    own.refresh_from_db()
    assert asked.status_code == 200
    assert own.state == State.BADGE_ISSUED

    answer = client.post(address, follow=True)
    own.refresh_from_db()
    assert own.state == State.CANCELLED
    assert "Your registration is cancelled." in text_of(answer)
    assert Allotment.objects.get(ticket_day__ticket_type__slug="visitor", ticket_day__day=SUNDAY).taken == 0
    assert client.get(f"/en/register/ticket/{own.code}/badge.pdf").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_can_no_longer_be_cancelled_says_so(fair, lin, client, method):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(state=State.ATTENDED)

    answer = getattr(client, method)(f"/en/register/ticket/{own.code}/cancel/", follow=True)

    assert "This registration can no longer be cancelled." in text_of(answer)
    own.refresh_from_db()
    assert own.state == State.ATTENDED


def test_the_mail_is_sent_again_once_a_minute(fair, lin, client):
    own = enrol(lin)
    address = f"/en/register/ticket/{own.code}/resend/"

    first = client.post(address, follow=True)
    second = client.post(address, follow=True)

    assert "The mail is on its way to lin.yue@example.org." in text_of(first)
    assert "The mail was sent a moment ago." in text_of(second)
    assert Outbox.objects.filter(topic="mail", name="registration_confirmed").count() == 2


@pytest.mark.parametrize("part", ["accept", "resend"])
def test_what_changes_something_is_no_link(fair, lin, client, part):
    own = enrol(lin)

    assert client.get(f"/en/register/ticket/{own.code}/{part}/").status_code == 405


def test_after_cancelling_one_may_register_again(fair, lin, client):
    registrations.cancel(registration=enrol(lin), by=SYSTEM)

    answer = client.post(VISITOR_ON_SUNDAY, WHO)

    assert answer.status_code == 302
    assert Registration.objects.filter(state=State.BADGE_ISSUED).count() == 1


def test_the_service_worker_is_a_script_that_is_asked_for_anew(rf):
    answer = views.worker(rf.get("/sw.js"))

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


# --- my WAIC ---


def test_my_waic_lists_own_tickets_only(fair, lin, stranger, client):
    own = enrol(lin)
    enrol(stranger)

    page = text_of(client.get("/en/me/"))

    assert page.count("/register/ticket/") == 1
    assert f"/en/register/ticket/{own.code}/" in page


@pytest.mark.parametrize("language", ["en", "zh-hans", "de"])
def test_every_page_speaks_the_language_of_its_address(fair, lin, client, language):
    own = enrol(lin)

    page = text_of(client.get(f"/{language}/register/ticket/{own.code}/"))

    name = {"en": "Exhibition Center", "zh-hans": "世博展览馆", "de": "Messezentrum"}[language]
    assert f'<html lang="{language}"' in page
    assert name in page


# --- cost ---


@pytest.mark.parametrize("days", [(SUNDAY,), (SUNDAY, MONDAY, TUESDAY)])
def test_the_ticket_costs_six_statements_for_one_day_and_for_three(fair, lin, client, days):
    own = enrol(lin, days=days)

    assert statements(client, "get", f"/en/register/ticket/{own.code}/") == 6
