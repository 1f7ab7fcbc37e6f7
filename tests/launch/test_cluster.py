"""The embedded PostgreSQL is made once, starts in any circumstances, and stops cleanly."""

import os
import signal
import stat

import psutil
import psycopg
import pytest


@pytest.fixture
def running(own_cluster):
    own_cluster.start()
    return own_cluster


def ask(cluster, query):
    with psycopg.connect(cluster.dsn()) as session:
        return session.execute(query).fetchone()


def test_it_is_made_once(running):
    assert running.ensure() is False


def test_the_app_is_no_superuser_but_may_create_databases(running):
    found = ask(running, "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname='waic'")
    assert found == (False, False, True)


def test_the_database_has_the_builtin_locale(running):
    found = ask(
        running,
        "SELECT datlocprovider::text, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'waic'",
    )
    assert found == ("b", "C.UTF-8", "UTF8")


def test_it_keeps_what_it_acknowledges(running):
    assert ask(running, "SELECT current_setting('fsync')") == ("on",)
    assert ask(running, "SELECT current_setting('synchronous_commit')") == ("on",)


def test_nobody_else_can_reach_it(running):
    assert ask(running, "SELECT current_setting('listen_addresses')") == ("",)
    assert stat.S_IMODE(running.socket_dir.stat().st_mode) == 0o700


def test_it_never_runs_as_root(running):
    own = running.account.uid if running.account else os.geteuid()
    assert psutil.Process(running.postmaster()).uids().real == own != 0


def test_a_second_start_changes_nothing(running):
    before = running.postmaster()
    assert running.start() is False
    assert running.postmaster() == before


def test_a_killed_server_starts_again_with_its_data(running):
    with psycopg.connect(running.dsn(), autocommit=True) as session:
        session.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        session.execute("INSERT INTO kept VALUES (1)")
        killed = running.postmaster()
        os.kill(killed, signal.SIGKILL)
        assert running.start() is True
    assert running.postmaster() != killed
    assert ask(running, "SELECT id FROM kept LIMIT 1") == (1,)


def test_a_stale_file_does_not_stand_in_for_a_server(running):
    running.stop()
    # A process that lives, and is no PostgreSQL: the id was given to somebody else.
    for path in (running.data / "postmaster.pid", running.socket_dir / ".s.PGSQL.5432.lock"):
        path.write_text(f"{os.getpid()}\n{running.data}\n")
    assert running.postmaster() is None
    assert running.start() is True


def test_it_stops(running):
    assert running.stop() is True
    assert running.is_running() is False
    assert running.stop() is False
