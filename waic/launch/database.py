"""The database as the launcher sees it: is it there, and what was done to it already.

What was done is kept as a comment on the database itself, so it is gone when the
database is, and two checkouts on one server cannot mislead each other.
"""

import json
import time
from typing import Any

from waic.launch import embedded
from waic.launch.console import StepFailed, complain

WAIT_SECONDS = 30
STATE = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def parameters(database: str | None = None) -> dict[str, Any]:
    """psycopg's arguments for the configured database, or another on the same server."""
    settings = embedded.database_settings()
    wanted = {
        "dbname": database or settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **{key: value for key, value in settings["OPTIONS"].items() if isinstance(value, str)},
    }
    return {"connect_timeout": 5, **{key: value for key, value in wanted.items() if value}}


def connect(database: str | None = None) -> Any:
    """A session of its own in autocommit mode."""
    import psycopg

    return psycopg.connect(autocommit=True, **parameters(database))


def wait() -> None:
    """Wait until the database takes sessions; say why when it does not."""
    import psycopg

    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connect().close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                complain(f"The database does not answer: {str(error).strip()}")
                raise StepFailed from None
        time.sleep(0.05)


def done() -> dict[str, str]:
    """What earlier starts noted."""
    with connect() as session:
        [text] = session.execute(STATE, [session.info.dbname]).fetchone()
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def remember(**facts: str) -> None:
    """Note something for the next start; without the right to comment, nothing is skipped."""
    import psycopg
    from psycopg import sql

    merged = {**done(), **facts}
    with connect() as session:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(session.info.dbname), sql.Literal(json.dumps(merged))
        )
        try:
            session.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return
