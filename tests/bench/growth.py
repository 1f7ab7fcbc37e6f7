"""Whether a registration and a scan cost the same with 200,000 registrations as with 1,000.

Judged by statements and by shared buffers touched, which no neighbour on the machine changes.
The requests run in this process, so that its one database session can be told to publish its
counters; another database's session reads them, so that reading does not count.
"""

import statistics
from collections.abc import Callable
from typing import NamedTuple

from django.db import connection
from django.test import Client

from tests.bench import data
from tests.bench.counting import HEADER
from tests.bench.data import Keys
from tests.bench.ground import Ground
from tests.bench.table import Row

SMALL, LARGE = 1_000, 200_000
TIMES, WARM = 100, 30
TOUCHED = "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = %s"


class Cost(NamedTuple):
    """What one request sends and touches."""

    statements: int
    buffers: float


class Growth:
    """Measures at two sizes."""

    def __init__(self, ground: Ground, keys: Keys) -> None:
        self.ground, self.keys = ground, keys
        self.client = Client(headers={"host": "127.0.0.1"})
        self.tickets: list[str] = []
        self.made = 0
        self.looker = ground.as_superuser()
        self.found: dict[str, list[Cost]] = {"registration": [], "scan": []}

    def measure(self) -> None:
        """Both calls at the present size."""
        self.rest()
        self.block(self.register, WARM)
        self.found["registration"].append(self.block(self.register, TIMES))
        self.block(self.scan, WARM)
        self.found["scan"].append(self.block(self.scan, TIMES))

    def rest(self) -> None:
        """Fresh statistics, and nobody cleaning up meanwhile."""
        self.looker.execute("ALTER SYSTEM SET autovacuum = off")
        self.looker.execute("SELECT pg_reload_conf()")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def block(self, call: Callable[[], int], times: int) -> Cost:
        """Statements of the middle request and buffers touched per request."""
        began = self.touched()
        sent = [call() for _ in range(times)]
        return Cost(round(statistics.median(sent)), (self.touched() - began) / times)

    def touched(self) -> int:
        """Shared buffers touched in this database so far."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
        return int(self.looker.execute(TOUCHED, [connection.settings_dict["NAME"]]).fetchone()[0])

    def register(self) -> int:
        self.made += 1
        mark = f"growth-{self.made}"
        answer = self.send("/api/v1/registrations/", data.body_of(mark), self.keys.program, mark)
        assert answer.status_code == 201, answer.content
        self.tickets.append(answer.json()["ticket"]["token"])
        return int(answer.headers[HEADER])

    def scan(self) -> int:
        token = self.tickets.pop(0)
        answer = self.send("/api/v1/check-ins/", data.scan_of(token, token[-20:]), self.keys.gate)
        assert answer.json()["results"][0]["result"] == "admitted", answer.content
        return int(answer.headers[HEADER])

    def send(self, path: str, body: dict, token: str, key: str = ""):
        """One call in this process."""
        headers = {"authorization": f"Bearer {token}"} | ({"idempotency-key": key} if key else {})
        return self.client.post(path, body, content_type="application/json", headers=headers)

    def rows(self) -> list[Row]:
        """Two lines a call."""
        made = []
        for kind, (small, large) in self.found.items():
            for what in ("statements", "buffers"):
                value, yard = getattr(large, what), getattr(small, what)
                limit = 1 if what == "statements" else 1.2
                grown = round(value / yard, 3)
                name = f"{kind} at {LARGE:,} registrations: {what}"
                against = f"{yard:g} at {SMALL:,}"
                made.append(
                    Row(
                        name,
                        round(value, 1),
                        what,
                        against,
                        grown,
                        limit,
                        grown <= limit,
                        peers=PEERS.get((kind, what), ""),
                    )
                )
        return made


PEERS = {("registration", "buffers"): "pretix: its count of places grows 14-fold from 1,500 to 20,500 orders"}
