"""One PostgreSQL cluster on this machine: made once, started, watched, stopped.

It listens on a Unix socket in a private folder and nowhere else, so the folder's
permissions are its password. A fresh cluster is made beside its place and moved
there when it is complete: a folder `pg` with a PG_VERSION is always usable.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from waic.launch import binaries
from waic.launch.account import Account
from waic.launch.places import private_folder, socket_folder

if TYPE_CHECKING:
    import psutil

ROLE = "waic"
DATABASE = "waic"
SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
LOG_LIMIT = 10_000_000
MODEST = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    # Short statements only: compiling or splitting them costs more than it saves,
    # and parallel workers need more /dev/shm than a container has.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
}
if sys.platform == "linux":
    # After a crash: one call for the whole file system instead of one for each of
    # thousands of files, which takes seconds on a busy disk.
    MODEST["recovery_init_sync_method"] = "syncfs"
MAKE_ROLE = f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE;"
MAKE_DATABASE = (
    f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0 ENCODING 'UTF8' "
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';"
)


@dataclass(frozen=True)
class Cluster:
    """A data folder under `home`, the account that owns it, and a log file."""

    home: Path
    log: Path
    account: Account | None = None

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def socket_dir(self) -> Path:
        return socket_folder(self.home / "pg-socket", SOCKET)

    def program(self, name: str) -> str:
        return str(binaries.for_account(self.account, self.home) / name)

    def run(self, *command: str, text: str | None = None) -> None:
        """Run one of PostgreSQL's programs as the cluster's account; quote it when it fails."""
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            cwd="/",
            **(self.account.popen if self.account else {}),
        )
        if done.returncode:
            name = Path(command[0]).name
            raise SystemExit(f"PostgreSQL's {name} failed:\n{done.stderr or done.stdout}")

    # --- making it ---

    def exists(self) -> bool:
        """Whether the cluster was made; a folder we may not look into is somebody's."""
        return self.data.is_dir()

    def ensure(self) -> bool:
        """Make the cluster with its role and database if there is none; True when made."""
        with self.locked():
            if self.exists():
                return False
            fresh = self.home / "pg.new"
            shutil.rmtree(fresh, ignore_errors=True)
            private_folder(fresh, *self.owner)
            self.initialise(fresh)
            fresh.rename(self.data)
            return True

    def initialise(self, folder: Path) -> None:
        self.run(
            self.program("initdb"),
            f"--pgdata={folder}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
        )
        # Single-user mode: role and database are there before anybody can connect.
        self.run(
            self.program("postgres"),
            "--single",
            "-D",
            str(folder),
            "postgres",
            text=f"{MAKE_ROLE}\n{MAKE_DATABASE}\n",
        )

    @property
    def owner(self) -> tuple[int | None, int | None]:
        return (self.account.uid, self.account.gid) if self.account else (None, None)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process makes, starts or stops the cluster at a time."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "pg.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    # --- starting it ---

    def command(self) -> list[str]:
        """The server in the foreground."""
        private_folder(self.socket_dir, *self.owner)
        settings = {**MODEST, "unix_socket_directories": str(self.socket_dir)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [self.program("postgres"), "-D", str(self.data), *options]

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server in a session of its own, out of reach of Ctrl-C."""
        self.sweep()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "wb" if self.log.exists() and self.log.stat().st_size > LOG_LIMIT else "ab"
        with self.log.open(mode) as log:
            return subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                **(self.account.popen if self.account else {}),
            )

    def start(self) -> bool:
        """Start the server if it does not run and wait until it answers; True when started."""
        self.ensure()
        with self.locked():
            if self.is_running() and self.wait_ready():
                return False
            process = self.spawn()
            if not self.wait_ready(process):
                raise SystemExit(f"PostgreSQL did not start; its log is {self.log}.")
            return True

    def wait_ready(self, process: subprocess.Popen[bytes] | None = None, seconds: float = 30) -> bool:
        """Wait until the server takes connections; False when it ends or time is up."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if process.poll() is not None if process else self.postmaster() is None:
                return False
            time.sleep(0.02)
        return False

    # --- looking at it ---

    def is_running(self) -> bool:
        """Whether somebody listens on the socket; a leftover file answers nobody."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(self.socket_dir / SOCKET))
            except OSError:
                return False
            return True

    def answers(self) -> bool:
        """Whether the server accepts sessions, not only connections."""
        import psycopg

        if not self.is_running():
            return False
        try:
            psycopg.connect(self.dsn(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def dsn(self, database: str = DATABASE, user: str = ROLE) -> str:
        return f"host={self.socket_dir} port=5432 user={user} dbname={database}"

    def postmaster(self) -> int | None:
        """Process id of the living server, None for a stale file or a reused id."""
        import psutil

        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if self.is_ours(psutil.Process(pid)) else None
        except (OSError, ValueError, psutil.NoSuchProcess):
            return None

    def processes(self) -> "list[psutil.Process]":
        """All living processes of this cluster: the server and its sessions."""
        import psutil

        return [process for process in psutil.process_iter() if self.is_ours(process)]

    def is_ours(self, process: "psutil.Process") -> bool:
        """Whether a process is a living one of this cluster; the dead wait for their parent."""
        import psutil

        try:
            return (
                process.name().startswith("postgres")
                and process.status() != psutil.STATUS_ZOMBIE
                and process.cwd() == str(self.data)
            )
        except psutil.Error:
            return False

    # --- ending it ---

    def sweep(self) -> None:
        """After a killed server: end its orphans and drop the files that name it.

        Orphans hold the old shared memory, and a new server refuses to start beside them;
        it refuses as well when a process id in such a file was given to somebody else.
        """
        import psutil

        lock = self.socket_dir / f"{SOCKET}.lock"
        left = [path for path in (self.data / "postmaster.pid", lock) if path.exists()]
        if not left or self.postmaster() is not None:
            return
        kill_from, give_up = time.monotonic() + 0.3, time.monotonic() + 2
        while (orphans := self.processes()) and time.monotonic() < give_up:
            for process in orphans if time.monotonic() > kill_from else ():
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            time.sleep(0.02)
        for path in left:
            path.unlink(missing_ok=True)

    def stop(self, seconds: float = 20) -> bool:
        """Stop the server quickly and cleanly; True when there was one."""
        with self.locked():
            pid = self.postmaster()
            if pid is None:
                return False
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + seconds
            while self.postmaster() == pid and time.monotonic() < deadline:
                time.sleep(0.05)
            if self.postmaster() == pid:
                os.kill(pid, signal.SIGQUIT)
            return True
