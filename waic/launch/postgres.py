"""The supervised embedded PostgreSQL: `python -m waic.launch.postgres`.

It starts the server, or takes over one that manage.py or a test run started, and
starts it again at once when it dies. SIGTERM stops the server cleanly.
"""

import contextlib
import signal
import subprocess
import sys
import time
from types import FrameType

from waic.launch import embedded
from waic.launch.lifeline import die_with_parent

LOOK_EVERY = 0.1
_stopping = False


def _stop(number: int, frame: FrameType | None) -> None:
    global _stopping
    _stopping = True


def say(sentence: str) -> None:
    """For the log; when the supervisor was killed, nobody reads it any more."""
    with contextlib.suppress(BrokenPipeError):
        print(sentence, flush=True)


def watch() -> None:
    """Keep one server running until told to stop."""
    cluster = embedded.cluster()
    child: subprocess.Popen[bytes] | None = None
    adopted: int | None = None
    while not _stopping:
        if child is not None and child.poll() is not None:
            say(f"The server ended with {child.returncode}.")
            child = None
        if child is None:
            with cluster.locked():
                pid = cluster.postmaster()
                if pid is None:
                    child = cluster.spawn()
                    say(f"Started the server as process {child.pid}.")
                elif pid != adopted:
                    adopted = pid
                    say(f"Took over the running server, process {pid}.")
            if child is not None:
                cluster.wait_ready(child, seconds=5)
        time.sleep(LOOK_EVERY)
    say("Stopping the server.")
    cluster.stop()


def main() -> int:
    die_with_parent()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    embedded.ensure_cluster()
    embedded.keep()
    watch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
