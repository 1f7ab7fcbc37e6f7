"""Five hundred people register while web, worker, relay, broker and database are killed."""

import random
import threading
import time

import pytest

from tests.faults.people import Crowd
from tests.faults.waiting import until

pytestmark = pytest.mark.servers
PEOPLE, LANES = 500, 8
WORKER_LANES = 2  # letters that the worker delivers at the same time
DRAINED_WITHIN = 90
FAULTS = ("web", "web child", "worker", "relay", "broker", "postgres", "backend")
MAY_REPEAT = ("worker", "postgres", "backend")  # between the sink's acceptance and our commit
WHILE_MAIL_GOES_OUT = ("worker", "broker", "postgres", "relay")

# What belongs to a registration is written in its transaction: all of it is there or nothing.
HALF_SAVED = """
SELECT r.code FROM registration_registration r
WHERE r.email_key LIKE %(who)s AND NOT (
    (SELECT count(*) FROM bookings_booking b WHERE b.batch = r.batch AND b.state = 'confirmed') = cardinality(r.days)
    AND (SELECT count(*) FROM registration_badge b WHERE b.registration_id = r.id) = 1
    AND (SELECT count(*) FROM core_outbox o WHERE o.payload->>'registration' = r.code AND o.topic = 'mail') = 1
    AND (SELECT count(*) FROM core_outbox o WHERE o.payload->>'registration' = r.code AND o.topic = 'event') = 1
    AND (SELECT count(*) FROM core_history h
         WHERE h.subject_type = 'registration.registration' AND h.subject_id = r.id) = 1
)
"""
ORPHANS = """
SELECT count(*) FROM people_contactpoint c
WHERE c.value LIKE %s AND NOT EXISTS (SELECT 1 FROM registration_registration r WHERE r.person_id = c.person_id)
"""
MISCOUNTED = """
SELECT a.code FROM bookings_allotment a WHERE a.taken <> (
    SELECT coalesce(sum(b.quantity), 0) FROM bookings_booking b
    WHERE b.allotment_id = a.id AND b.state IN ('held', 'confirmed'))
"""
LETTERS = """
SELECT o.uid, r.email_key FROM core_outbox o
JOIN registration_registration r ON r.code = o.payload->>'registration'
WHERE o.topic = 'mail' AND r.email_key LIKE %s
"""


class Nemesis(threading.Thread):
    """Strikes whenever so many people more have their answer."""

    def __init__(self, house, crowd, faults):
        super().__init__()
        self.house, self.crowd, self.faults = house, crowd, faults
        self.error = None

    def run(self):
        step = PEOPLE // (len(self.faults) + 1)
        try:
            for number, fault in enumerate(self.faults, start=1):
                self.crowd.when_answered(number * step)
                self.house.strike(fault)
        except Exception as error:
            self.error = error


@pytest.mark.parametrize(
    ("seed", "times"), [(1, 1), *(pytest.param(seed, 3, marks=pytest.mark.soak) for seed in (2, 3, 4))]
)
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(house, seed, times):
    house.need("web", "worker", "relay")
    faults = list(FAULTS) * times
    random.Random(seed).shuffle(faults)
    crowd = Crowd(house.port, house.token)
    nemesis = Nemesis(house, crowd, faults)
    nemesis.start()
    emails = [f"visitor-{number}@storm-{seed}.example" for number in range(PEOPLE)]
    began = time.monotonic()
    heard = crowd.register(emails, LANES)
    nemesis.join()
    assert nemesis.error is None
    registered = time.monotonic()

    late = strike_while_mail_goes_out(house, times)
    drained = time.monotonic()
    assert_all_are_there_once(house, heard, f"%@storm-{seed}.example")
    kills = sum(fault in MAY_REPEAT for fault in [*faults, *late])
    repeats = assert_letters(house, emails, f"%@storm-{seed}.example", most_repeats=kills * WORKER_LANES)
    print(
        f"{len(heard)} registered in {registered - began:.0f} s with {sum(one.tries - 1 for one in heard)} repeated calls, "
        f"letters out after {drained - registered:.0f} s more; {len(faults) + len(late)} faults, {repeats} letters twice."
    )


def strike_while_mail_goes_out(house, times):
    """Kill again while letters are on their way; then everything has to run dry."""
    late = list(WHILE_MAIL_GOES_OUT) * times
    for fault in late:
        before = house.sink.kept()
        until(lambda before=before: house.sink.kept() > before or house.drained(), 60, "letters go out")
        house.strike(fault)
    house.need("web")
    until(house.drained, DRAINED_WITHIN * times, "the outbox is empty")
    return late


def assert_all_are_there_once(house, heard, who):
    """What people were told is what the database holds, whole and once."""
    assert {one.status for one in heard} == {201}
    told = sorted((one.email, one.body["code"]) for one in heard)
    assert (
        house.ask("SELECT email_key, code FROM registration_registration WHERE email_key LIKE %s ORDER BY 1, 2", who)
        == told
    )
    with house.ground.connect() as session:
        assert session.execute(HALF_SAVED, {"who": who}).fetchall() == []
    assert house.count(ORPHANS, who) == 0
    assert house.ask(MISCOUNTED) == []
    assert house.count("SELECT count(*) FROM core_idempotencykey WHERE status IS NULL") == 0


def assert_letters(house, emails, who, most_repeats):
    """Each person has one letter, under the id of its outbox row; repeats only after kills."""
    letters = {f"<{uid}@waic.example>": email for uid, email in house.ask(LETTERS, who)}
    assert sorted(letters.values()) == sorted(emails)
    assert {message_id: house.sink.recipients.get(message_id) for message_id in letters} == {
        message_id: {email} for message_id, email in letters.items()
    }
    repeats = sum(house.sink.times[message_id] - 1 for message_id in letters)
    assert repeats <= most_repeats
    assert (
        house.count(
            "SELECT count(*) FROM core_outbox WHERE parked_at IS NOT NULL AND topic IN ('mail', 'event', 'index')"
        )
        == 0
    )
    return repeats
