"""The broker may forget everything; a message that cannot be delivered holds up no other."""

import os

import pytest

from tests.faults.people import Crowd, Visitor
from tests.faults.waiting import until

pytestmark = pytest.mark.servers
POISON = """
INSERT INTO core_outbox (uid, topic, name, payload, created_at, due_at, attempts, last_error)
VALUES (gen_random_uuid(), %s, 'always', '{}', now(), now(), 0, '')
"""
STATE = "SELECT attempts, parked_at IS NOT NULL, last_error FROM core_outbox WHERE topic = %s ORDER BY id DESC LIMIT 1"


def letters_to(house, domain):
    """How many people of a domain the sink has mail for."""
    return sum(any(who.endswith(domain) for who in people) for people in list(house.sink.recipients.values()))


def let_time_pass(house, topic):
    """Retries wait 20 and 80 seconds; here they are due at once."""
    with house.ground.connect() as session:
        session.execute("UPDATE core_outbox SET due_at = now() WHERE topic = %s AND parked_at IS NULL", [topic])


def test_emptying_the_broker_loses_nothing(house):
    house.need("web", "relay")
    house.rest("worker")
    emails = [f"visitor-{number}@emptied.example" for number in range(20)]
    Crowd(house.port, house.token).register(emails, 4)
    handed = "SELECT count(*) FROM core_outbox WHERE handed_at IS NULL AND done_at IS NULL"
    until(lambda: house.count(handed) == 0, 20, "everything is with the broker")
    until(lambda: house.empty_broker() > 0, 20, "the broker held what it was handed")

    house.need("worker")
    until(house.drained, 60, "the outbox is empty")
    assert letters_to(house, "@emptied.example") == 20


def test_a_message_that_always_fails_is_parked_and_others_go_on(house):
    house.need("web", "relay", "worker")
    with house.ground.connect() as session:
        session.execute(POISON, ["fails"])
    for attempt in (1, 2, 3):
        until(lambda attempt=attempt: house.ask(STATE, "fails")[0][0] == attempt, 40, f"attempt {attempt}")
        until(lambda: house.ask(STATE, "fails")[0][2], 10, "the failure is noted")
        let_time_pass(house, "fails")
    assert house.ask(STATE, "fails") == [(3, True, "RuntimeError")]

    Visitor(house.port, house.token).register("lin@beside-poison.example")
    until(lambda: letters_to(house, "@beside-poison.example") == 1, 40, "the letter beside it")
    assert house.ask(STATE, "fails") == [(3, True, "RuntimeError")]


@pytest.mark.soak
@pytest.mark.skipif(bool(os.environ.get("REDIS_URL")), reason="the lease is what is tested, not the broker")
def test_a_message_that_kills_its_worker_is_parked_too(house):
    house.need("web", "relay", "worker")
    with house.ground.connect() as session:
        session.execute(POISON, ["kills"])
    until(lambda: house.ask(STATE, "kills")[0][1], 240, "parked after three dead workers")
    assert house.ask(STATE, "kills") == [(4, True, "WorkerLost")]
    Visitor(house.port, house.token).register("lin@after-deaths.example")
    until(lambda: letters_to(house, "@after-deaths.example") == 1, 60, "the letter behind it")
