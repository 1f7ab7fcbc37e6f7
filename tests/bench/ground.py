"""A PostgreSQL cluster of one's own with a migrated database, for work that must not meet others.

The benchmark counts every process of its cluster; the fault tests kill theirs. It lies under
/tmp, open to walk through, because PostgreSQL does not run as root and root's folders are
private. Its tables come from the migrated template that the tests keep.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from waic.launch import account, binaries
from waic.launch.cluster import DATABASE, ROLE, SUPERUSER, Cluster
from waic.launch.places import ROOT


class Ground:
    """One cluster and one folder, both gone after `close`."""

    def __init__(self, name: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"waic-{name}-", dir="/tmp"))
        self.home.chmod(0o755)
        self.cluster = Cluster(home=self.home, log=self.home / "postgres.log", account=account.unprivileged())

    def open(self, dump: Path) -> None:
        """Start the server and fill its database from a dump."""
        self.cluster.start()
        run_program("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={dump}", self.cluster.dsn())

    def close(self) -> None:
        """Stop the server and remove everything."""
        self.cluster.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def url(self) -> str:
        """The database as DATABASE_URL."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.cluster.socket_dir), safe='')}"

    def connect(self, user: str = ROLE, database: str = DATABASE) -> psycopg.Connection[Any]:
        """A session in autocommit mode."""
        return psycopg.connect(self.cluster.dsn(database, user), autocommit=True)

    def as_superuser(self) -> psycopg.Connection[Any]:
        """A session in another database of the cluster, so that looking does not count."""
        return self.connect(SUPERUSER, "postgres")


def run_program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's client programs; quote it when it fails."""
    command = [str(binaries.installation() / "bin" / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"PostgreSQL's {name} failed:\n{done.stderr}")


def dump_template(target: Path) -> None:
    """Write the migrated template as SQL; Django is set up and the tests' server runs."""
    from psycopg.conninfo import make_conninfo

    from tests.plugin_database import fresh_template
    from waic.launch import database

    source = make_conninfo(**database.parameters(fresh_template()))
    run_program("pg_dump", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={source}")


def dump_template_elsewhere(target: Path) -> None:
    """The same in a process of its own, for a caller whose Django looks at another database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "waic.settings.test"}
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.ground", str(target)], check=True, cwd=ROOT, env=environment
    )


def main(target: str) -> None:
    """Borrow the tests' server, make the template if need be, dump it."""
    import django

    from waic.launch import embedded

    django.setup()
    give_back = embedded.borrow()
    try:
        dump_template(Path(target))
    finally:
        give_back()


if __name__ == "__main__":
    main(sys.argv[1])
