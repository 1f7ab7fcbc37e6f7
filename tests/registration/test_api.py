"""The calls that register people, read, cancel; and what hostile input gets."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.bookings.models import Allotment
from apps.core import clock, signed_codes, stamps, tokens
from apps.core.models import IdempotencyKey, Outbox
from apps.people.models import Person
from apps.registration.catalogue import catalogue
from apps.registration.models import Registration
from tests.conftest import make_caller

URL = "/api/v1/registrations/"


def body(ticket_type="visitor", edition=2025, **person):
    """Return the JSON of one registration."""
    known = {
        "name": "Lin Yue",
        "email": "lin@example.org",
        "country": "CN",
        "birth_year": 1994,
        "language": "zh-hans",
        "interests": ["embodied-ai"],
    }
    return {"edition": edition, "ticket_type": ticket_type, "person": known | person}


def register(caller, key=None, **more):
    """Send one registration."""
    headers = {"idempotency-key": key} if key else {}
    return caller.client.post(URL, body(**more), headers=headers)


def test_a_registration_answers_with_its_signed_ticket(fair, program):
    response = register(program)
    assert response.status_code == 201
    data = response.json()
    assert set(data) == {"code", "state", "edition", "ticket_type", "days", "is_sample", "ticket"}
    assert (data["state"], data["edition"], data["ticket_type"]) == ("confirmed", 2025, "visitor")
    assert len(data["code"]) == 10
    assert len(data["ticket"]["token"]) == signed_codes.CODE_LENGTH
    serial = signed_codes.serial_of(data["ticket"]["token"])
    assert bytes(Registration.objects.get().badges.get().serial) == serial
    picture = program.client.get(data["ticket"]["qr_svg_url"])
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml")


def test_the_same_address_again_is_200_for_its_program_and_409_for_another(fair, program, rival_program):
    first = register(program).json()
    again = register(program, name="Other Spelling")
    rival = register(rival_program)
    assert (again.status_code, again.json()) == (200, first)
    assert rival.status_code == 409
    assert rival.json()["code"] == "already_registered"
    assert first["code"] not in rival.content.decode()
    assert Registration.objects.count() == 1


def test_a_program_reads_and_cancels_only_its_own(fair, program, rival_program):
    code = register(program).json()["code"]
    assert program.client.get(f"{URL}{code}/").json()["code"] == code
    assert rival_program.client.get(f"{URL}{code}/").status_code == 404
    assert rival_program.client.post(f"{URL}{code}/cancel/").status_code == 404
    assert Registration.objects.get().state == "badge_issued"

    cancelled = program.client.post(f"{URL}{code}/cancel/")
    assert (cancelled.status_code, cancelled.json()["state"], cancelled.json()["ticket"]) == (200, "cancelled", None)
    assert program.client.post(f"{URL}{code}/cancel/").status_code == 200
    assert Allotment.objects.filter(taken__gt=0).count() == 0


@pytest.mark.parametrize("scopes", [[], ["check-ins:write"], ["registrations:read"]])
def test_without_the_scope_nothing_is_registered(fair, scopes):
    assert register(make_caller("weak", scopes)).status_code == 403
    assert Registration.objects.count() == 0


def test_an_ended_token_is_refused_at_once(fair, program):
    from apps.core.actors import SYSTEM

    tokens.revoke(program.token, by=SYSTEM)
    response = register(program)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert Registration.objects.count() == 0


BAD = {
    "unknown ticket type": ({"ticket_type": "nothing"}, "ticket_type"),
    "unknown edition": ({"edition": 1999}, "ticket_type"),
    "edition as text": ({"edition": "next"}, "edition"),
    "birth year as text": ({"birth_year": "abc"}, "person.birth_year"),
    "birth year in the future": ({"birth_year": 2030}, "person.birth_year"),
    "birth year before anybody": ({"birth_year": 1700}, "person.birth_year"),
    "name too long": ({"name": "x" * 121}, "person.name"),
    "name empty": ({"name": "   "}, "person.name"),
    "name of symbols": ({"name": "🎉🎉"}, "person.name"),
    "no address": ({"email": "nobody"}, "person.email"),
    "address with look-alike letters": ({"email": "lіn@example.org"}, "person.email"),
    "address with a line break": ({"email": "a@example.org\nBcc: b@example.org"}, "person.email"),
    "no such country": ({"country": "ZZ"}, "person.country"),
    "unknown language": ({"language": "fr"}, "person.language"),
    "interest that is no slug": ({"interests": ["<b>"]}, "person.interests.0"),
    "too many interests": ({"interests": ["a"] * 21}, "person.interests"),
}


@pytest.mark.parametrize(("change", "field"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_entry_beside_its_field(fair, program, change, field):
    response = register(program, **change)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Registration.objects.count() == Person.objects.count() == Outbox.objects.count() == 0


RAW = {
    "no JSON": b"{",
    "a list": b"[]",
    "NUL": json.dumps(body(name="a\x00b")).encode(),
    "lone surrogate": b'{"edition": 2025, "ticket_type": "visitor", "person": {"name": "\\ud800", "email": "a@b.cd"}}',
    "NaN": b'{"edition": NaN}',
    "not UTF-8": b"\xff\xfe",
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_broken_bodies_are_400_and_save_nothing(fair, program, raw):
    response = program.client.generic("POST", URL, raw, content_type="application/json")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", ["شيماء الأحمد", "㛃䶮𬱖", "Zoë 🎈 O'Neil", "=HYPERLINK(1)", "a" * 120])
def test_names_are_kept_as_their_owners_write_them(fair, program, name):
    assert register(program, name=name).status_code == 201
    assert Person.objects.get().name == name


def test_a_body_of_fifty_megabytes_is_refused_unread(fair, program):
    response = program.client.generic(
        "POST", URL, b"{}", content_type="application/json", headers={"content-length": "50000000"}
    )
    assert response.status_code == 413
    assert Registration.objects.count() == 0


def test_closed_sale_and_sold_out(fair, program):
    from tests.moments import before_the_sale

    with clock.frozen_at(before_the_sale()):
        assert register(program).json()["code"] == "not_on_sale"
    Allotment.objects.filter(ticket_day__ticket_type=fair.workshop).update(capacity=0)
    full = register(program, ticket_type="workshop-50")
    assert (full.status_code, full.json()["code"]) == (409, "sold_out")


def test_under_fourteen_needs_a_guardian(fair, program):
    refused = register(program, birth_year=2012)
    assert (refused.status_code, refused.json()["code"]) == (409, "guardian")
    assert Person.objects.count() == 0


def test_the_waiting_list_answers_201_without_a_ticket(fair, program):
    for number in range(2):
        register(program, ticket_type="lab-tour", email=f"n{number}@example.org")
    late = register(program, ticket_type="lab-tour")
    assert (late.status_code, late.json()["state"], late.json()["ticket"]) == (201, "waitlisted", None)


class TestIdempotency:
    """Same key and body, same answer; same key and other body, 409."""

    def test_a_replay_has_the_first_answer_and_no_second_effect(self, fair, program):
        first = register(program, key="k1")
        again = register(program, key="k1")
        assert (again.status_code, again.json()) == (201, first.json())
        assert again.headers["Idempotency-Replayed"] == "true"
        assert Registration.objects.count() == 1
        assert Outbox.objects.filter(topic="mail").count() == 1

    def test_another_body_is_refused(self, fair, program):
        register(program, key="k1")
        other = register(program, key="k1", email="other@example.org")
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
        assert Registration.objects.count() == 1

    def test_a_refusal_is_an_answer_too(self, fair, program):
        first = register(program, key="k1", ticket_type="nothing")
        assert register(program, key="k1", ticket_type="nothing").json() == first.json()
        assert IdempotencyKey.objects.get().status == 400

    def test_keys_of_two_programs_are_apart(self, fair, program, rival_program):
        register(program, key="k1")
        assert register(rival_program, key="k1", email="other@example.org").status_code == 201

    @pytest.mark.parametrize("key", ["", "k" * 256])
    def test_a_key_has_1_to_255_characters(self, fair, program, key):
        response = program.client.post(URL, body(), headers={"idempotency-key": key})
        assert response.status_code == 400
        assert Registration.objects.count() == 0


def test_a_registration_is_at_most_ten_statements(fair, program):
    register(program, email="warm@example.org", key="warm")
    catalogue(), stamps.current(), clock.offset()
    with CaptureQueriesContext(connection) as asked:
        assert register(program, key="k1").status_code == 201
    sent = [q for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sent) == 10
