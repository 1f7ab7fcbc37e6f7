"""A step of the start is due when what it depends on has changed, and only then."""

import pytest

from waic.launch import database, prepare
from waic.launch.options import Options

RUN = Options("run", "127.0.0.1", 8123, https=False, demo="small", processes=1)


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("migrations/0001_initial.py", "demo.py", "facts/people.toml", "views.py"):
        path = tmp_path / "apps" / "people" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    (tmp_path / "requirements.txt").write_text("django==5.2.19")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "LOG", tmp_path / "setup.log")
    monkeypatch.setattr(prepare, "LOGINS", tmp_path / "logins.txt")
    return tmp_path


@pytest.fixture
def ran(project, monkeypatch):
    """The commands that were run; what was done is remembered in a dictionary."""
    commands, done = [], {}
    monkeypatch.setattr(prepare, "follow", lambda command, log: commands.append(command[1:]))
    monkeypatch.setattr(prepare, "ask", lambda *arguments: ["staff  staff@waic.example"])
    monkeypatch.setattr(database, "done", lambda: done)
    monkeypatch.setattr(database, "remember", lambda **facts: done.update(facts))
    return commands


@pytest.mark.parametrize(
    ("name", "tables", "demo"),
    [
        ("apps/people/migrations/0001_initial.py", True, False),
        ("requirements.txt", True, False),
        ("apps/people/demo.py", False, True),
        ("apps/people/facts/people.toml", False, True),
        ("apps/people/views.py", False, False),
    ],
)
def test_what_makes_a_step_due(project, name, tables, demo):
    before = prepare.migrations(), prepare.demo_version()
    (project / name).write_text("two")
    after = prepare.migrations(), prepare.demo_version()
    assert (before[0] != after[0], before[1] != after[1]) == (tables, demo)


def test_the_second_start_does_nothing_twice(ran):
    for _ in range(2):
        prepare.schema(RUN)
        prepare.demo(RUN)
    assert [command[-1] for command in ran] == ["waic.launch.migrate", "small"]


def test_production_always_asks_for_migrations(ran):
    serve = Options("serve", "127.0.0.1", 8123, https=False, demo=None, processes=2)
    for _ in range(2):
        prepare.schema(serve)
        prepare.demo(serve)
    assert len(ran) == 2


def test_logins_are_kept_for_the_next_start_and_for_nobody_else(ran):
    prepare.demo(RUN)
    assert prepare.logins(RUN) == ["staff  staff@waic.example"]
    assert prepare.LOGINS.stat().st_mode & 0o777 == 0o600
