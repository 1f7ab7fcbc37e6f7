"""The web server as `make run` starts it, one worker, and a client on one kept connection."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import meter
from tests.bench.counting import HEADER
from waic.launch import programs
from waic.launch.options import Options
from waic.launch.places import ROOT

STARTS_WITHIN = 60
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def command(port: int) -> list[str]:
    """The command line of the supervised web server."""
    return programs.web(Options(mode="run", host=HOST, port=port, https=False, demo=None, processes=1))


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def statements(self) -> int:
        """How many statements the request sent."""
        return int(self.headers[HEADER.lower()])


class Client:
    """Sends requests one after the other over one connection."""

    def __init__(self, port: int, token: str = "", timeout: float = 60) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self.send("GET", path, None, headers)

    def post(self, path: str, data: Any, **headers: str) -> Answer:
        """Send JSON."""
        return self.send("POST", path, json.dumps(data).encode(), {"Content-Type": "application/json", **headers})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Send one request and read the whole answer."""
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        content = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


class Web:
    """A running web server."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        with log.open("ab") as handle:
            self.process = subprocess.Popen(
                command(self.port), cwd=ROOT, env=os.environ, stdout=handle, stderr=handle, start_new_session=True
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                if Client(self.port).get("/healthz").status == 200:
                    return
            except OSError as error:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    sys.exit(f"The web server did not start: {error}")
            time.sleep(0.1)

    @property
    def worker(self) -> int:
        """The process that answers."""
        return meter.largest(pid for pid in meter.tree(self.process.pid) if pid != self.process.pid)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
