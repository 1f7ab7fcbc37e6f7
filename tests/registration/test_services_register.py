"""Registering, as the service does it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core import clock, history
from apps.core.actors import SYSTEM
from apps.core.models import Outbox
from apps.people.models import ContactPoint, Person
from apps.registration.catalogue import offer_of
from apps.registration.models import Badge, Registration
from apps.registration.services import PersonData, Refused, register, registrations
from apps.registration.services.badges import reissue
from tests import shared_state
from tests.conftest import MONDAY, SATURDAY, SUNDAY, SUNDAY_MORNING, TUESDAY

State = Registration.State


def someone(number: int = 1, **more):
    """Return the data of a numbered person."""
    return PersonData(**{"name": f"Person {number}", "email": f"person-{number}@example.org"} | more)


def enrol(slug: str = "visitor", person: PersonData | None = None, days=None, **more):
    """Register somebody at the small fair."""
    values = {"by": SYSTEM, "made_by": "test"} | more
    return register(offer=offer_of(2025, slug), person=person or someone(), days=days, **values)


def taken(slug: str) -> dict[dt.date, int]:
    """Return how many places of a ticket type are taken, by day."""
    rows = Allotment.objects.filter(ticket_day__ticket_type__slug=slug)
    return dict(rows.values_list("ticket_day__day", "taken"))


def test_a_free_ticket_is_issued_at_once(fair):
    outcome = enrol(days=(MONDAY, SUNDAY))

    assert outcome.created is True
    assert outcome.registration.state == State.BADGE_ISSUED
    assert outcome.registration.days == [SUNDAY, MONDAY]
    assert outcome.badge.registration_id == outcome.registration.pk
    assert taken("visitor") == {SATURDAY: 0, SUNDAY: 1, MONDAY: 1, TUESDAY: 0}
    assert Booking.objects.filter(batch=outcome.registration.batch, state="confirmed").count() == 2
    line = history.of(outcome.registration).get()
    assert line.reason == "draft → submitted → confirmed → badge_issued"
    assert sorted(Outbox.objects.values_list("topic", "name")) == [
        ("event", "registration.confirmed"),
        ("mail", "registration_confirmed"),
    ]


def test_without_days_the_ticket_is_for_all_days_ahead(fair):
    assert enrol().registration.days == [SUNDAY, MONDAY, TUESDAY]


def test_a_day_that_is_over_cannot_be_chosen(fair):
    with pytest.raises(Refused) as refused:
        enrol(days=(SATURDAY,))
    assert refused.value.code == "days"
    assert Registration.objects.count() == Person.objects.count() == 0


def test_the_same_address_leads_back_to_the_same_registration(fair):
    first = enrol()
    again = enrol(person=someone(name="Another spelling"))

    assert again.created is False
    assert again.registration.pk == first.registration.pk
    assert again.badge.pk == first.badge.pk
    assert Person.objects.count() == 1
    assert taken("visitor") == {SATURDAY: 0, SUNDAY: 1, MONDAY: 1, TUESDAY: 1}


def test_a_verified_address_finds_its_person(fair, visitor):
    outcome = enrol(person=someone(email=visitor.email))
    assert outcome.registration.person_id == visitor.person_id
    assert Person.objects.count() == 1


def test_an_unverified_address_proves_nothing(fair):
    other = Person.objects.create(name="Earlier")
    ContactPoint.objects.create(person=other, value="person-1@example.org")
    assert enrol().registration.person_id != other.pk


def test_inv_02_the_database_holds_one_live_registration_per_person(fair):
    first = enrol().registration
    with pytest.raises(IntegrityError, match="one_live_registration_per_person"), transaction.atomic():
        Registration.objects.create(
            edition=fair.edition, person_id=first.person_id, ticket_type=fair.workshop, state=State.DRAFT,
            days=[MONDAY], email_key="other@example.org", made_by="test",
        )  # fmt: skip


def test_a_cancelled_registration_makes_room_for_a_new_one(fair):
    first = enrol("workshop-50").registration
    registrations.cancel(registration=first, by=SYSTEM, reason="ill")
    assert taken("workshop-50") == {MONDAY: 0}
    assert Badge.objects.get(registration=first).revoked_at is not None
    assert history.of(first).first().reason == "ill"
    assert enrol("workshop-50").created is True


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (dt.datetime(2025, 4, 30, 12, tzinfo=clock.SHANGHAI), "not_on_sale"),
        (dt.datetime(2025, 7, 29, 16, 0, tzinfo=clock.SHANGHAI), "not_on_sale"),
    ],
)
def test_outside_the_sale_window_nothing_is_sold(fair, moment, code):
    with clock.frozen_at(moment), pytest.raises(Refused) as refused:
        enrol()
    assert refused.value.code == code
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(("birth_year", "refused"), [(2012, True), (2011, True), (2010, False), (None, False)])
def test_inv_10_with_a_year_alone_a_person_counts_as_the_youngest_possible(fair, birth_year, refused):
    if not refused:
        assert enrol(person=someone(birth_year=birth_year)).created
        return
    with pytest.raises(Refused) as answer:
        enrol(person=someone(birth_year=birth_year))
    assert answer.value.code == "guardian"
    assert Person.objects.count() == 0


def test_sold_out_is_refused_and_leaves_nothing(fair):
    Allotment.objects.filter(ticket_day__ticket_type=fair.workshop).update(capacity=1)
    enrol("workshop-50")
    with pytest.raises(Refused) as refused:
        enrol("workshop-50", someone(2))
    assert refused.value.code == "sold_out"
    assert Registration.objects.count() == Person.objects.count() == 1


def test_one_full_day_takes_no_place_on_the_others(fair):
    Allotment.objects.filter(ticket_day__ticket_type=fair.visitor_ticket, ticket_day__day=MONDAY).update(capacity=0)
    with pytest.raises(Refused):
        enrol(days=(SUNDAY, MONDAY))
    assert taken("visitor") == {SATURDAY: 0, SUNDAY: 0, MONDAY: 0, TUESDAY: 0}
    assert Booking.objects.count() == 0


class TestWaitingList:
    """The tour has two places and a waiting list."""

    def test_who_comes_too_late_waits(self, fair):
        for number in (1, 2):
            enrol("lab-tour", someone(number))
        third = enrol("lab-tour", someone(3))
        assert third.registration.state == State.WAITLISTED
        assert third.badge is None
        assert WaitingEntry.objects.get().batch == third.registration.batch

    def test_a_freed_place_is_offered_to_the_first_in_line(self, fair):
        first, _second, third, fourth = (enrol("lab-tour", someone(n)).registration for n in (1, 2, 3, 4))
        registrations.cancel(registration=first, by=SYSTEM)

        offered = Booking.objects.get(batch=third.batch)
        assert offered.state == Booking.State.HELD
        assert taken("lab-tour") == {MONDAY: 2}
        registrations.offer_made(batch=str(third.batch))
        third.refresh_from_db()
        fourth.refresh_from_db()
        assert (third.state, fourth.state) == (State.SUBMITTED, State.WAITLISTED)

        registrations.accept_offer(registration=third, by=SYSTEM)
        assert third.state == State.BADGE_ISSUED
        assert Badge.objects.filter(registration=third).count() == 1

    def test_somebody_new_cannot_slip_in_before_the_queue(self, fair):
        first, _second, _third = (enrol("lab-tour", someone(n)).registration for n in (1, 2, 3))
        registrations.cancel(registration=first, by=SYSTEM)
        assert enrol("lab-tour", someone(5)).registration.state == State.WAITLISTED

    def test_a_lapsed_offer_goes_to_the_next(self, fair):
        from apps.bookings import services as bookings

        first, _second, third, fourth = (enrol("lab-tour", someone(n)).registration for n in (1, 2, 3, 4))
        registrations.cancel(registration=first, by=SYSTEM)
        registrations.offer_made(batch=str(third.batch))
        Booking.objects.filter(batch=third.batch).update(expires_at=SUNDAY_MORNING - dt.timedelta(days=1))

        assert bookings.expire_holds() == 1
        registrations.hold_expired(batch=str(third.batch))
        third.refresh_from_db()
        assert third.state == State.EXPIRED
        assert Booking.objects.get(batch=fourth.batch).state == Booking.State.HELD
        with pytest.raises(Refused) as late:
            registrations.accept_offer(registration=third, by=SYSTEM)
        assert late.value.code == "offer_over"


class TestGuards:
    """id_check and awaiting_payment are passed when the ticket type asks neither."""

    def test_a_ticket_with_document_and_price_stops_at_both(self, fair):
        from tests.conftest import make_ticket_type

        make_ticket_type(fair.edition, "press", {MONDAY: 5}, needs_document=True, price=1000)
        shared_state.forget()
        outcome = enrol("press")
        registration = outcome.registration
        assert (registration.state, outcome.badge) == (State.ID_CHECK, None)
        registrations.advance(registration=registration, by=SYSTEM)
        assert registration.state == State.AWAITING_PAYMENT
        registrations.advance(registration=registration, by=SYSTEM)
        assert registration.state == State.BADGE_ISSUED


def test_inv_07_a_new_badge_ends_the_old_one(fair):
    registration = enrol().registration
    old = Badge.objects.get()
    new = reissue(registration=registration, by=SYSTEM, reason="lost")
    assert Badge.objects.get(registration=registration, revoked_at=None).pk == new.pk
    assert Badge.objects.get(pk=old.pk).revoked_at is not None
    with pytest.raises(IntegrityError, match="one_active_badge"), transaction.atomic():
        Badge.objects.create(registration=registration, serial=b"x" * 16, key_id=1)


def test_past_editions_are_closed(fair):
    registration = enrol().registration
    assert registrations.close_past(today=dt.date(2025, 7, 29)) == 0
    assert registrations.close_past(today=dt.date(2025, 7, 30)) == 1
    registration.refresh_from_db()
    assert registration.state == State.CLOSED


def test_registering_costs_seven_statements(fair, django_assert_num_queries):
    offer = offer_of(2025, "visitor")
    enrol(person=someone(9))
    with django_assert_num_queries(9):  # seven and the two ends of a savepoint
        register(offer=offer, person=someone(), days=None, by=SYSTEM, made_by="test")
