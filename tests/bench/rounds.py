"""Five interleaved rounds: processor time of web process and database per request."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from tests.bench import meter
from tests.bench.data import Keys, body_of, scan_of
from tests.bench.ground import Ground
from tests.bench.table import Row, figure, ratio
from tests.bench.web import Client, Web

ROUNDS = 5
READS, WRITES = 300, 80
WARM = 40
HOME = "/en/"
UNIT = "ms CPU"
YARD = "trivial view"
BARE = """
CREATE TABLE bench_place (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL);
CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place int NOT NULL, note text NOT NULL);
INSERT INTO bench_place VALUES (1, 0, 1000000);
"""


class Rounds:
    """Sends the requests and keeps what each kind cost."""

    def __init__(self, ground: Ground, web: Web, keys: Keys) -> None:
        self.roots = [web.process.pid, ground.cluster.postmaster()]
        self.visitor = Client(web.port)
        self.program = Client(web.port, keys.program)
        self.gate = Client(web.port, keys.gate)
        self.session = ground.connect()
        self.session.execute(BARE)
        self.tickets: list[str] = []
        self.made = 0
        self.cost: dict[str, list[float]] = {}
        self.sent: dict[str, list[int]] = {"registration": [], "scan": []}
        self.etag = ""

    def run(self) -> None:
        """Warm everything, then measure."""
        for number in range(ROUNDS + 1):
            warm = number == 0
            reads, writes = (WARM, WARM // 2) if warm else (READS, WRITES)
            self.round(reads, writes, "warm " if warm else "")

    def round(self, reads: int, writes: int, prefix: str) -> None:
        """One block of each kind; the yardstick before and after."""
        before = self.block(self.trivial, reads // 2)
        registration = self.block(self.register, writes)
        scan = self.block(self.scan, writes)
        page = self.block(self.page, reads)
        same = self.block(self.not_modified, reads)
        bare = self.block(self.bare, reads, own=True)
        after = self.block(self.trivial, reads // 2)
        found = {"registration": registration, "scan": scan, "page": page, "304": same, "bare": bare}
        for kind, cost in {**found, YARD: (before + after) / 2}.items():
            self.cost.setdefault(prefix + kind, []).append(cost)

    def block(self, call: Callable[[], Any], times: int, own: bool = False) -> float:
        """Milliseconds of processor time per call; `own` counts this process instead of the web's."""
        roots = self.roots[1:] if own else self.roots
        mine = time.process_time()
        began = meter.processor_seconds(roots)
        for _ in range(times):
            call()
        spent = meter.processor_seconds(roots) - began + (time.process_time() - mine if own else 0)
        return spent / times * 1000

    def trivial(self) -> None:
        answer = self.visitor.get("/bench/trivial/")
        assert (answer.status, len(answer.body)) == (200, 200), answer

    def register(self) -> None:
        self.made += 1
        answer = self.program.post(
            "/api/v1/registrations/", body_of(f"round-{self.made}"), **{"Idempotency-Key": f"round-{self.made}"}
        )
        assert answer.status == 201, answer
        self.tickets.append(answer.json["ticket"]["token"])
        self.sent["registration"].append(answer.statements)

    def scan(self) -> None:
        token = self.tickets.pop()
        answer = self.gate.post("/api/v1/check-ins/", scan_of(token, token[-20:]))
        assert answer.json["results"][0]["result"] == "admitted", answer
        self.sent["scan"].append(answer.statements)

    def page(self) -> None:
        answer = self.visitor.get(HOME)
        assert answer.status == 200 and answer.headers.get("etag"), answer.headers
        self.etag = answer.headers["etag"]

    def not_modified(self) -> None:
        answer = self.visitor.get(HOME, **{"If-None-Match": self.etag})
        assert answer.status == 304, answer

    def bare(self) -> None:
        """The least that a booking is: a conditional update and a row, committed."""
        with self.session.transaction():
            self.session.execute("UPDATE bench_place SET taken = taken + 1 WHERE id = 1 AND taken < capacity")
            self.session.execute("INSERT INTO bench_row (place, note) VALUES (1, %s)", ["x" * 100])

    def rows(self) -> list[Row]:
        """The lines of the table."""
        cost, yard = self.cost, self.cost[YARD]
        registered, scanned = (round(statistics.median(self.sent[kind])) for kind in ("registration", "scan"))
        return [
            figure("yardstick: trivial view", statistics.median(yard), UNIT),
            figure("yardstick: bare transaction", statistics.median(cost["bare"]), UNIT),
            ratio("registration through the API", cost["registration"], UNIT, YARD, yard, 12, "pretix about 130"),
            figure("registration through the API: statements", registered, "statements", 10, "pretix 79"),
            ratio(
                "registration against a bare transaction", cost["registration"], UNIT, "bare transaction", cost["bare"]
            ),
            ratio("scan through the API", cost["scan"], UNIT, YARD, yard, 5, "pretix about 65"),
            figure("scan through the API: statements", scanned, "statements", 4, "pretix 27"),
            ratio("scan against a bare transaction", cost["scan"], UNIT, "bare transaction", cost["bare"]),
            ratio(
                "home page from cache", cost["page"], UNIT, YARD, yard, 1.5, "pretix shop about 45, pretalx schedule 25"
            ),
            ratio("home page, 304 by ETag", cost["304"], UNIT, YARD, yard, 1),
        ]


def measure(ground: Ground, web: Web, keys: Keys) -> list[Row]:
    """All rounds, and the memory of the web process after them."""
    with_counts: psycopg.Connection[Any] = ground.connect()
    with_counts.execute("VACUUM ANALYZE")
    with_counts.close()
    rounds = Rounds(ground, web, keys)
    rounds.run()
    memory = figure(
        "web process, memory of its own",
        meter.own_memory(web.worker),
        "MiB",
        170,
        "pretix 262, indico 256, pretalx 138",
    )
    return [*rounds.rows(), memory]
