"""PostgreSQL refuses to run as root, so under root it gets an account of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The same name that the wheel itself would make.
WANTED = "pgserver"
FALLBACK = "nobody"


@dataclass(frozen=True)
class Account:
    """An unprivileged user of this machine."""

    name: str
    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments with which subprocess starts a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def unprivileged() -> Account | None:
    """The account for PostgreSQL when we are root, otherwise None: our own will do."""
    if os.geteuid() != 0:
        return None
    return find(WANTED) or create(WANTED) or find(FALLBACK)


def find(name: str) -> Account | None:
    """An existing user."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def create(name: str) -> Account | None:
    """A new system user without home and login, where the machine has useradd."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
    if useradd is None:
        return None
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
        check=False,
        capture_output=True,
    )
    return find(name)


def reachable(path: Path) -> bool:
    """Whether every other user may walk down to `path`; an absent tail counts as open."""
    there = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in there)


def readable(path: Path) -> bool:
    """Whether every other user may read `path` itself."""
    return bool(path.stat().st_mode & stat.S_IROTH)
