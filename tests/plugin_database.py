"""Where the tests' database comes from.

The server is the one named in DATABASE_URL (15 or newer), otherwise the embedded one,
which is started for the run and stopped after it unless somebody else uses it.

All migrations run once: into a template database `waic_template_<hash>`, where the hash
covers our migration files and apps.py by content and those of libraries by name and size.
Each process of the run clones it as `waic_test_<run>_<worker>` in a tenth of a second.
An advisory lock lets one process migrate while the others wait.

A test in a transaction is rolled back as usual. A transactional test (transaction=True,
live_server) leaves its changes behind; Django would empty all tables after it, and rows
that migrations made would be gone for the tests that follow. Here the clone is dropped
and made again instead, which costs about as much and loses nothing.

Clones whose process is gone, templates not used for a day and all but the newest few are
dropped on the way. Load it from tests/conftest.py: `pytest_plugins = ["tests.plugin_database"]`.
"""

import contextlib
import hashlib
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from psycopg import sql

from waic.launch import database, embedded, messages
from waic.launch.migrate import migrate

TEMPLATE = "waic_template_"
CLONE = "waic_test_"
LOCK = 0x57414943  # "WAIC"
TEMPLATES_KEPT = 4
DAY = 24 * 3600


# --- the run ---


def pytest_configure(config: pytest.Config) -> None:
    """The first process of a run borrows the server; fixtures come after pytest-django's."""
    config.pluginmanager.register(Fixtures(), "waic-database-fixtures")
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    messages.compile_all()
    config.add_cleanup(embedded.borrow())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker which run it belongs to."""
    node.workerinput["waic_run"] = os.getpid()


class Fixtures:
    """Registered late, so that this `django_db_setup` wins over pytest-django's."""

    @pytest.fixture(scope="session")
    @classmethod
    def django_db_setup(
        cls, request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
    ) -> Iterator[None]:
        """A clone of the migrated template for this process."""
        from django.test import TransactionTestCase

        worker = getattr(request.config, "workerinput", {})
        name = f"{CLONE}{worker.get('waic_run', os.getpid())}_{worker.get('workerid', 'main')}"
        with django_db_blocker.unblock():
            clone = Clone(name, fresh_template())
            clone.make()
        patch = pytest.MonkeyPatch()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: clone.make())
        yield
        patch.undo()
        with django_db_blocker.unblock():
            clone.drop()

    @pytest.fixture(scope="session")
    @classmethod
    def test_database_url(cls, django_db_setup: None) -> str:
        """This process's database as a DATABASE_URL, for programs that a test starts."""
        from django.db import connection

        return url_of(connection.settings_dict)


# --- names and addresses ---


def url_of(settings: dict[str, Any]) -> str:
    """Django's settings of a database as a URL."""
    options = {key: val for key, val in settings["OPTIONS"].items() if key == "sslmode"}
    host, port = settings["HOST"], settings["PORT"]
    if host.startswith("/"):
        options["host"], host = host, ""
    user = quote(settings["USER"], safe="")
    if settings["PASSWORD"]:
        user += ":" + quote(settings["PASSWORD"], safe="")
    place = f"{user}@{host}" + (f":{port}" if port else "")
    query = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{place}/{quote(settings['NAME'], safe='')}{query}"


def migrations_hash() -> str:
    """Changes when the tables after `migrate` could."""
    from django.apps import apps
    from django.conf import settings

    found = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda one: one.name):
        ours = Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in app.path
        files = [path for path in Path(app.path, "migrations").rglob("*") if path.is_file()]
        files += [Path(app.path, "apps.py")] if ours else []
        for path in sorted(files):
            if path.suffix == ".pyc" or not path.exists():
                continue
            content = path.read_bytes() if ours else str(path.stat().st_size).encode()
            found.update(f"{app.name}/{path.name}\0".encode() + content + b"\0")
    return found.hexdigest()[:16]


# --- templates ---


@contextlib.contextmanager
def locked_server() -> Iterator[psycopg.Connection]:
    """A session on the server in which no other run makes or drops databases."""
    with database.connect("postgres") as session:
        session.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield session


def fresh_template() -> str:
    """The name of the migrated template, made now if there is none."""
    name = TEMPLATE + migrations_hash()
    with locked_server() as session:
        if not exists(session, name):
            build_template(session, name)
        mark(session, name)
        sweep(session, keep=name)
    return name


def build_template(session: psycopg.Connection, name: str) -> None:
    """Migrate an empty database; it gets its name when it is complete."""
    unfinished = f"{TEMPLATE}unfinished"
    drop(session, unfinished)
    create_empty(session, unfinished)
    with connected_to(unfinished):
        migrate(verbosity=0)
    session.execute(statement("ALTER DATABASE {} RENAME TO {}", unfinished, name))


def create_empty(session: psycopg.Connection, name: str) -> None:
    """The same locale as `make run` gives its database; the C library's before PostgreSQL 17."""
    locales = ["LOCALE 'C.UTF-8'", "LOCALE 'C'"]
    if session.info.server_version >= 170000:
        locales.insert(0, "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'")
    for locale in locales:
        try:
            session.execute(statement("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' " + locale, name))
            return
        except psycopg.errors.WrongObjectType:
            continue
    raise pytest.UsageError("The server knows neither the locale C.UTF-8 nor C.")


def sweep(session: psycopg.Connection, keep: str) -> None:
    """Drop what dead runs and old migrations left behind."""
    templates = sorted(
        ((mark_of(session, name).get("at", 0), name) for name in names(session, TEMPLATE)),
        reverse=True,
    )
    for place, (used, name) in enumerate(templates):
        if name != keep and (place >= TEMPLATES_KEPT or time.time() - used > DAY):
            drop(session, name)
    for name in names(session, CLONE):
        found = mark_of(session, name)
        old = time.time() - found.get("at", 0) > DAY
        if old or (found["host"] == socket.gethostname() and not alive(found["pid"])):
            drop(session, name)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


# --- clones ---


class Clone:
    """This process's own copy of the template, to which Django is connected."""

    def __init__(self, name: str, template: str) -> None:
        self.name, self.template = name, template

    def make(self) -> None:
        """Take a fresh copy; an earlier one is dropped with whoever still looks at it."""
        disconnect()
        with database.connect("postgres") as session:
            drop(session, self.name)
            session.execute(statement("CREATE DATABASE {} TEMPLATE {}", self.name, self.template))
            mark(session, self.name)
            # Tests look at rows, not at what survives a power cut.
            session.execute(statement("ALTER DATABASE {} SET synchronous_commit = off", self.name))
        point_django_at(self.name)

    def drop(self) -> None:
        disconnect()
        with database.connect("postgres") as session:
            drop(session, self.name)


def disconnect() -> None:
    """Let go of the database, pooled connections included."""
    from django.db import connection

    connection.close()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()


def point_django_at(name: str) -> None:
    """All threads read the name from the same dictionary."""
    from django.db import connection

    connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    from django.db import connection

    before = connection.settings_dict["NAME"]
    disconnect()
    point_django_at(name)
    try:
        yield
    finally:
        disconnect()
        point_django_at(before)


# --- statements ---


def statement(text: str, *identifiers: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, identifiers))


def exists(session: psycopg.Connection, name: str) -> bool:
    found = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def names(session: psycopg.Connection, prefix: str) -> list[str]:
    """Databases of ours that begin so."""
    found = session.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND pg_get_userbyid(datdba) = current_user",
        [prefix],
    )
    return [name for (name,) in found.fetchall()]


def mark(session: psycopg.Connection, name: str) -> None:
    """Note on a database who used it last."""
    facts = {"host": socket.gethostname(), "pid": os.getpid(), "at": int(time.time())}
    session.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(json.dumps(facts)))
    )


def mark_of(session: psycopg.Connection, name: str) -> dict[str, Any]:
    """Who used it last; a database just being made has no mark yet and counts as new."""
    row = session.execute(database.STATE, [name]).fetchone()
    facts: dict[str, Any] = {"host": "", "pid": 0, "at": int(time.time())}
    return facts | json.loads(row[0]) if row and row[0] else facts


def drop(session: psycopg.Connection, name: str) -> None:
    """Another run may be cloning it or may have dropped it already; both are fine.

    A worker that vacuums is the server's own and cannot be forced out by our role; once our
    own sessions have ended, the plain command asks it to leave.
    """
    with contextlib.suppress(psycopg.errors.ObjectInUse):
        try:
            session.execute(statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        except psycopg.errors.InsufficientPrivilege:
            own = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
            session.execute(own, [name])
            session.execute(statement("DROP DATABASE IF EXISTS {}", name))
