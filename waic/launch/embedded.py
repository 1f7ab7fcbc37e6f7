"""The project's own PostgreSQL, used wherever DATABASE_URL is not set.

Whoever needs it for a while takes a lease: the last test run that gives one back stops
a server that was started for tests only, and nobody else's.
"""

import fcntl
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO, Any

from waic import env
from waic.launch import account, binaries
from waic.launch.cluster import DATABASE, ROLE, Cluster
from waic.launch.places import LOGS, VAR, fingerprint

# Set for the programs of `make run`: there the supervisor alone starts the server.
SUPERVISED = "WAIC_SUPERVISED"
# Where root puts the cluster when another account cannot reach the project's folder.
OUTSIDE = Path("/var/lib/waic-embedded")
_leases: list[IO[str]] = []


def in_use() -> bool:
    """Whether the embedded server is the one: DATABASE_URL names no other."""
    return env.raw("DATABASE_URL") is None


@cache
def cluster() -> Cluster:
    """The cluster of this checkout."""
    user = account.unprivileged()
    home = VAR
    if user is not None and not account.reachable(VAR):
        home = OUTSIDE / fingerprint(VAR)
    return Cluster(home=home, log=LOGS / "postgres.log", account=user)


def explain() -> list[str]:
    """What root should know about the account and the folders in use."""
    here = cluster()
    if here.account is None:
        return []
    said = [f"PostgreSQL does not run as root: it runs as the user {here.account.name}."]
    if here.home != VAR:
        said.append(f"{VAR} is private, so its data lies in {here.home}; nothing was opened.")
    elif not binaries.usable_by_others(binaries.installation()):
        said.append(f"Its programs are copied to {here.home}, where that user can read them.")
    return said


def database_settings() -> dict[str, Any]:
    """Django's DATABASES["default"]: DATABASE_URL, or the embedded server. Starts nothing."""
    settings = env.database_url()
    if settings is None:
        settings = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": ROLE,
            "PASSWORD": "",
            "HOST": str(cluster().socket_dir),
            "PORT": "5432",
            "OPTIONS": {},
        }
    return settings


def ensure_cluster() -> bool:
    """Make the cluster once; True when it was made just now."""
    return cluster().ensure()


def is_running() -> bool:
    """Whether the embedded server listens."""
    return cluster().is_running()


def start() -> bool:
    """For manage.py used alone: start the server if need be and leave it running."""
    if not in_use() or SUPERVISED in os.environ:
        return False
    keep()
    return cluster().start()


def keep() -> None:
    """From now on test runs leave the server alone, even when one of them started it."""
    _take_lease()
    _temporary().unlink(missing_ok=True)


def stop() -> bool:
    """Stop the embedded server; True when it ran."""
    _temporary().unlink(missing_ok=True)
    return cluster().stop()


def borrow() -> Callable[[], None]:
    """For a test run: start the server if need be; call the result to give it back."""
    if not in_use():
        return lambda: None
    lease = _take_lease()
    if cluster().start():
        _temporary().touch()

    def give_back() -> None:
        _leases.remove(lease)
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            if _temporary().exists():
                stop()
        finally:
            lease.close()

    return give_back


def _temporary() -> Path:
    """A mark: this server was started for tests only."""
    return cluster().home / "pg.temporary"


def _take_lease() -> IO[str]:
    """Held until given back or until this process ends, however it ends."""
    path = cluster().home / "pg.leases"
    path.parent.mkdir(parents=True, exist_ok=True)
    lease = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    fcntl.flock(lease, fcntl.LOCK_SH)
    _leases.append(lease)
    return lease
