"""Two hundred people and fifty places, with the control that shows the test would catch a race."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from apps.bookings import services
from apps.bookings.models import Allotment, Booking
from apps.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]
PEOPLE, PLACES, AT_ONCE = 200, 50, 16


@pytest.fixture
def allotment(transactional_db):
    """Fifty places."""
    return Allotment.objects.create(code="workshop", name="Workshop", capacity=PLACES)


@pytest.fixture
def crowd(transactional_db):
    """Two hundred people."""
    return Person.objects.bulk_create([Person(name=f"Person {n}") for n in range(PEOPLE)])


def rush(crowd, book) -> list[bool]:
    """Let everybody try at the same moment, sixteen connections wide."""
    start = threading.Barrier(AT_ONCE)

    def lane(people) -> list[bool]:
        try:
            start.wait(timeout=20)
            return [book(person) for person in people]
        finally:
            connections.close_all()

    lanes = [crowd[n::AT_ONCE] for n in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [won for results in pool.map(lane, lanes) for won in results]


def test_exactly_as_many_win_as_there_are_places(allotment, crowd):
    def book(person) -> bool:
        try:
            with transaction.atomic():
                services.take(allotments=[allotment.pk], batch=uuid.uuid4(), person_id=person.pk)
        except services.SoldOut:
            return False
        return True

    won = rush(crowd, book)

    allotment.refresh_from_db()
    assert sum(won) == PLACES
    assert allotment.taken == PLACES
    assert Booking.objects.filter(allotment=allotment, state="confirmed").count() == PLACES


def test_control_reading_first_and_writing_later_oversells(allotment, crowd):
    """Without the conditional update and the constraint the same rush oversells."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bookings_allotment DROP CONSTRAINT never_oversold")
    together = threading.Barrier(2)

    def careless(person) -> bool:
        with transaction.atomic():
            seen = Allotment.objects.get(pk=allotment.pk)
            if seen.taken >= seen.capacity:
                return False
            try:
                together.wait(timeout=1)
            except threading.BrokenBarrierError:
                together.reset()
            Allotment.objects.filter(pk=allotment.pk).update(taken=seen.taken + 1)
            Booking.objects.create(allotment=allotment, person=person, state="confirmed", batch=uuid.uuid4())
        return True

    won = rush(crowd, careless)

    assert sum(won) > PLACES


def test_holds_that_ran_out_make_room_for_the_next(allotment, crowd):
    from django.utils import timezone

    Allotment.objects.filter(pk=allotment.pk).update(capacity=1)
    services.take(allotments=[allotment.pk], batch=uuid.uuid4(), person_id=crowd[0].pk, until=timezone.now())
    services.take(allotments=[allotment.pk], batch=uuid.uuid4(), person_id=crowd[1].pk)
    allotment.refresh_from_db()
    assert allotment.taken == 1
    assert list(Booking.objects.order_by("pk").values_list("state", flat=True)) == ["expired", "confirmed"]
