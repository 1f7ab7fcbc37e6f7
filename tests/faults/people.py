"""People who register over HTTP and try again with the same key until they hear an answer."""

import http.client
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from tests.bench.web import Answer, Client

URL = "/api/v1/registrations/"
BUSY = "idempotency_key_busy"
GIVE_UP = 90
PAUSE = threading.Event()  # never set: waits


class Heard(NamedTuple):
    """What one person was told at the end, and how often it took."""

    email: str
    status: int
    body: dict[str, Any]
    tries: int


def body_of(email: str, ticket_type: str) -> dict[str, Any]:
    """The JSON of one registration."""
    person = {"name": "Lin Yue", "email": email, "country": "CN", "birth_year": 1994, "language": "en"}
    return {"edition": 2025, "ticket_type": ticket_type, "person": person}


class Visitor:
    """One client with a connection of its own."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.client = Client(port, token, timeout=15)

    def once(self, email: str, ticket_type: str, key: str) -> Answer:
        """Send one request."""
        return self.client.post(URL, body_of(email, ticket_type), **{"Idempotency-Key": key})

    def register(self, email: str, ticket_type: str = "visitor", key: str = "") -> Heard:
        """Try until the house gives an answer that counts."""
        deadline = time.monotonic() + GIVE_UP
        tries = 0
        while True:
            tries += 1
            try:
                answer = self.once(email, ticket_type, key or f"key of {email}")
            except (OSError, http.client.HTTPException):
                self.client.close()
                answer = None
            if answer and answer.status < 500 and answer.json.get("code") != BUSY:
                return Heard(email, answer.status, answer.json, tries)
            if time.monotonic() > deadline:
                raise AssertionError(f"{email} heard nothing for {GIVE_UP} s, last {answer}")
            PAUSE.wait(0.1)


class Crowd:
    """Registers many people, a few at a time, and tells how many have been answered."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.answered = 0
        self.lock = threading.Condition()

    def register(self, emails: Iterable[str], lanes: int, ticket_type: str = "visitor") -> list[Heard]:
        """Register everybody, `lanes` at once; the first requests start together."""
        emails = list(emails)
        start = threading.Barrier(lanes)

        def lane(mine: list[str]) -> list[Heard]:
            visitor = Visitor(self.port, self.token)
            start.wait(timeout=30)
            return [self.told(visitor.register(email, ticket_type)) for email in mine]

        with ThreadPoolExecutor(lanes) as pool:
            parts = pool.map(lane, [emails[n::lanes] for n in range(lanes)])
            return [heard for part in parts for heard in part]

    def told(self, heard: Heard) -> Heard:
        """Count an answer."""
        with self.lock:
            self.answered += 1
            self.lock.notify_all()
        return heard

    def when_answered(self, number: int) -> None:
        """Return when so many people have their answer."""
        with self.lock:
            assert self.lock.wait_for(lambda: self.answered >= number, timeout=GIVE_UP)


def together(number: int, act: Callable[[int], Any]) -> list[Any]:
    """Run the same act in many threads at the same moment."""
    start = threading.Barrier(number)

    def one(place: int) -> Any:
        start.wait(timeout=30)
        return act(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))
