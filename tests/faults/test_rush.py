"""Everybody at once: two hundred clients for fifty places, twenty copies of one request.

The rush on the services alone, with the control that oversells, is tests/bookings/test_race.py.
"""

from collections import Counter

import pytest

from tests.faults.people import Crowd, Visitor, together

pytestmark = pytest.mark.servers
CLIENTS, PLACES = 200, 50


def rush(house, ticket_type):
    """Two hundred people ask for the same ticket; each has a connection."""
    house.need("web")
    crowd = Crowd(house.port, house.token)
    emails = [f"visitor-{number}@{ticket_type}.example" for number in range(CLIENTS)]
    return crowd.register(emails, CLIENTS, ticket_type)


def places_taken(house, ticket_type):
    """`taken` of the ticket's only allotment, and its confirmed bookings."""
    return house.ask(
        "SELECT a.taken, count(b.id) FROM bookings_allotment a "
        "JOIN registration_ticketday d ON d.allotment_id = a.id "
        "JOIN registration_tickettype t ON t.id = d.ticket_type_id "
        "LEFT JOIN bookings_booking b ON b.allotment_id = a.id AND b.state = 'confirmed' "
        "WHERE t.slug = %s GROUP BY a.id",
        ticket_type,
    )


def test_fifty_are_confirmed_and_the_rest_hear_sold_out(house):
    heard = rush(house, "workshop-50")
    told = Counter((one.status, one.body.get("state") or one.body["code"]) for one in heard)
    assert told == {(201, "confirmed"): PLACES, (409, "sold_out"): CLIENTS - PLACES}
    assert places_taken(house, "workshop-50") == [(PLACES, PLACES)]
    who = "%@workshop-50.example"
    assert house.count("SELECT count(*) FROM registration_registration WHERE email_key LIKE %s", who) == PLACES


def test_with_a_waiting_list_the_rest_stand_in_line(house):
    heard = rush(house, "evening-50")
    told = Counter((one.status, one.body["state"]) for one in heard)
    assert told == {(201, "confirmed"): PLACES, (201, "waitlisted"): CLIENTS - PLACES}
    assert places_taken(house, "evening-50") == [(PLACES, PLACES)]
    assert house.count("SELECT count(*) FROM bookings_waitingentry WHERE state = 'waiting'") == CLIENTS - PLACES


def test_twenty_copies_of_one_request_have_one_effect_and_one_answer(house):
    house.need("web")
    email = "lin@copies.example"
    answers = together(20, lambda place: Visitor(house.port, house.token).once(email, "visitor", "the same key"))
    assert {answer.status for answer in answers} <= {201, 409}
    done = [answer.json for answer in answers if answer.status == 201]
    busy = [answer.json["code"] for answer in answers if answer.status == 409]
    assert done and all(body == done[0] for body in done)
    assert set(busy) <= {"idempotency_key_busy"}
    assert house.ask("SELECT code FROM registration_registration WHERE email_key = %s", email) == [(done[0]["code"],)]
