"""Talking to the supervisor, and knowing whether one already runs for this checkout."""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterator
from typing import Any

from waic.launch import programs
from waic.launch.console import StepFailed, complain
from waic.launch.lifeline import die_with_parent
from waic.launch.options import Options
from waic.launch.places import LOGS, RUN, private_folder

NOTE = RUN / "running.json"
LOCK = RUN / "launcher.lock"
UNREACHABLE = (OSError, xmlrpc.client.Error, http.client.HTTPException)


@contextlib.contextmanager
def only_launcher() -> Iterator[bool]:
    """True for the one launcher of this checkout, False beside another."""
    RUN.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def note(options: Options) -> None:
    """Leave word where the site is, for the next one who asks."""
    NOTE.write_text(json.dumps({"address": options.address, "launcher": os.getpid()}))


def noted_address() -> str | None:
    try:
        return str(json.loads(NOTE.read_text())["address"])
    except (OSError, ValueError, KeyError):
        return None


def supervisor() -> Any:
    """The supervisor's remote procedures."""
    from supervisor.xmlrpc import SupervisorTransport

    transport = SupervisorTransport(None, None, f"unix://{programs.control_socket()}")
    return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor


def supervised() -> bool:
    """Whether a supervisor of this checkout answers."""
    try:
        return bool(supervisor().getPID())
    except UNREACHABLE:
        return False


def start_supervisor(options: Options) -> subprocess.Popen[bytes]:
    """Write the configuration and start the supervisor, which dies with the launcher."""
    private_folder(programs.control_socket().parent)
    LOGS.mkdir(parents=True, exist_ok=True)
    programs.CONFIGURATION.write_text(programs.configuration(options), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(programs.CONFIGURATION)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    while not supervised():
        if process.poll() is not None:
            complain(f"The supervisor did not start; its log is {LOGS / 'supervisord.log'}.")
            raise StepFailed
        time.sleep(0.05)
    return process


def start_programs(*names: str) -> None:
    """Let the supervisor start some of its programs."""
    procedures = supervisor()
    for name in names:
        procedures.startProcess(name, False)


def port_is_free(host: str, port: int) -> bool:
    """Whether the web server will be able to listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def healthy(options: Options) -> bool:
    """Whether /healthz answers 200."""
    host, port = options.address.split("//")[1].rsplit(":", 1)
    connection: http.client.HTTPConnection
    if options.https:
        trusting = ssl._create_unverified_context()  # our own certificate, our own machine
        connection = http.client.HTTPSConnection(host, int(port), timeout=3, context=trusting)
    else:
        connection = http.client.HTTPConnection(host, int(port), timeout=3)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
