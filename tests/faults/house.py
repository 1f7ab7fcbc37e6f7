"""The processes of the house on a database, a broker and a mail server of their own."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import meter
from tests.bench.ground import Ground
from tests.bench.web import Client, free_port
from tests.faults.sink import Sink
from tests.faults.waiting import until
from waic.launch import programs
from waic.launch.options import Options
from waic.launch.places import ROOT

AGAIN_AFTER = 0.2  # the supervisor's pause, about
PATIENCE = 60


class Keeper(threading.Thread):
    """Starts a program again whenever it ends, as the supervisor does."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        super().__init__(daemon=True)
        self.launch = start
        self.ending = threading.Event()
        self.started = threading.Event()

    def run(self) -> None:
        """Until told to stop; the thread lives as long as its child, which dies with it."""
        while not self.ending.is_set():
            self.process = self.launch()
            self.started.set()
            self.process.wait()
            self.ending.wait(AGAIN_AFTER)

    def kill(self, child: bool = False) -> None:
        """Kill the program, or the process it has started last."""
        until(lambda: self.process.poll() is None, PATIENCE, "it runs")
        if child:
            os.kill(meter.tree(self.process.pid)[-1], signal.SIGKILL)
        else:
            self.process.kill()

    def end(self) -> None:
        """Ask the program to end for good."""
        self.ending.set()
        if self.started.is_set():
            self.process.terminate()

    def stop(self) -> None:
        """End the program for good and wait for it."""
        self.end()
        self.join(20)
        if self.is_alive():
            self.process.kill()
            self.join(5)


class House:
    """Database, web, worker, relay and sink; web, worker and relay start when a test needs them."""

    def __init__(self) -> None:
        self.ground = Ground("faults")
        self.home = self.ground.home
        self.sink = Sink()
        self.port = free_port()
        self.keepers: dict[str, Keeper] = {}
        for folder in ("queue", "control", "processed"):
            (self.home / folder).mkdir()
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.ground.url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "SITE_ADDRESS": f"http://127.0.0.1:{self.port}",
            "WAIC_FAULTS_HOME": str(self.home),
            "WAIC_SUPERVISED": "1",
        }
        options = Options(mode="run", host="127.0.0.1", port=self.port, https=False, demo=None, processes=1)
        self.commands = {one.name: list(one.command) for one in programs.programs(options)}

    def open(self, dump: Path) -> None:
        """Fill the database; from then on the keeper owns its server."""
        self.ground.open(dump)
        self.token = self.prepare()
        self.ground.cluster.stop()
        self.keep("postgres", self.ground.cluster.spawn)

    def prepare(self) -> str:
        """Load the demo; return the secret of the token that registers."""
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.prepare"]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)["token"]

    # --- processes ---

    def keep(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        """Start a program and hold on to it."""
        self.keepers[name] = Keeper(start)
        self.keepers[name].start()
        assert self.keepers[name].started.wait(PATIENCE)

    def need(self, *names: str) -> None:
        """Start what does not run yet; return when the web answers and the database accepts."""
        for name in names:
            if name not in self.keepers:
                self.keep(name, lambda name=name: self.popen(name))
        until(self.ground.cluster.answers, PATIENCE, "the database answers")
        if "web" in names:
            until(self.healthy, PATIENCE, "the web answers")

    def popen(self, name: str) -> subprocess.Popen[bytes]:
        """Start one of the house's programs, with the command that the supervisor uses."""
        with (self.home / f"{name}.log").open("ab") as log:
            return subprocess.Popen(self.commands[name], env=self.environment, cwd=ROOT, stdout=log, stderr=log)

    def rest(self, name: str) -> None:
        """Stop one program until it is needed again."""
        if keeper := self.keepers.pop(name, None):
            keeper.stop()

    def healthy(self) -> bool:
        """Whether the web process answers."""
        try:
            return Client(self.port, timeout=5).get("/healthz").status == 200
        except OSError:
            return False

    def close(self) -> None:
        """Stop everything, the database last."""
        for keeper in self.keepers.values():
            if keeper is not self.keepers["postgres"]:
                keeper.end()
        for name in ("web", "relay", "worker", "postgres"):
            self.rest(name)
        self.sink.close()
        self.ground.close()

    # --- faults ---

    def strike(self, fault: str) -> None:
        """Do the worst."""
        if fault == "broker":
            self.empty_broker()
        elif fault == "backend":
            self.kill_backend()
        else:
            name, _, child = fault.partition(" ")
            self.keepers[name].kill(child == "child")

    def kill_backend(self) -> None:
        """Kill a session of the database, upon which it restarts all of them from its log."""
        until(self.ground.cluster.answers, PATIENCE, "the database answers")
        with self.ground.connect() as session:
            pids = session.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
        if pids:
            os.kill(pids[0][0], signal.SIGKILL)

    def empty_broker(self) -> int:
        """Throw away all queued tasks; return how many there were."""
        if address := os.environ.get("REDIS_URL"):
            import redis

            server = redis.Redis.from_url(address)
            keys = list(server.scan_iter(f"{self.home.name}:*"))
            return server.delete(*keys) if keys else 0
        files = list((self.home / "queue").iterdir())
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    # --- looking ---

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, as it is now."""
        with self.ground.connect() as session:
            return session.execute(sql, values).fetchall()

    def count(self, sql: str, *values: Any) -> int:
        """One number."""
        return self.ask(sql, *values)[0][0]

    def drained(self) -> bool:
        """Whether nothing waits in the outbox; parked messages wait for people."""
        try:
            return self.count("SELECT count(*) FROM core_outbox WHERE done_at IS NULL AND parked_at IS NULL") == 0
        except psycopg.OperationalError:
            return False
