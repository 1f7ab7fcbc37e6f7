"""The watched PostgreSQL: back within two seconds after its death, taken over if it ran."""

import os
import signal
import subprocess
import sys
import time

import pytest

from waic.launch.places import ROOT

WATCH = """
import sys
from pathlib import Path
from waic.launch import account, embedded, postgres
from waic.launch.cluster import Cluster
home = Path(sys.argv[1])
here = Cluster(home=home, log=home / "postgres.log", account=account.unprivileged())
embedded.cluster = lambda: here
sys.exit(postgres.main())
"""


@pytest.fixture
def watcher(own_cluster):
    own_cluster.ensure()
    own_cluster.stop()
    process = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(own_cluster.home)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    wait_for(own_cluster.answers, 10)
    yield process
    process.terminate()
    process.wait(20)


def wait_for(condition, seconds):
    """Poll a program outside of this process; time is what is measured."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "too slow"
        os.sched_yield()


def test_a_killed_server_is_back_within_two_seconds(watcher, own_cluster):
    killed = own_cluster.postmaster()
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: own_cluster.postmaster() not in (None, killed) and own_cluster.answers(), 2)


def test_the_end_of_the_watcher_is_the_end_of_the_server(watcher, own_cluster):
    watcher.terminate()
    assert watcher.wait(20) == 0
    assert own_cluster.is_running() is False


def test_a_running_server_is_taken_over(own_cluster):
    own_cluster.start()
    before = own_cluster.postmaster()
    process = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(own_cluster.home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == f"Took over the running server, process {before}.\n"
    assert own_cluster.postmaster() == before
    process.terminate()
    process.communicate(timeout=20)
    assert own_cluster.is_running() is False
