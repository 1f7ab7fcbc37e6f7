"""What the supervisor is told: who runs, in which order they end, how fast they return."""

import configparser

import pytest

from waic.launch import control, options, prepare, programs, supervise
from waic.launch.options import Options


@pytest.fixture
def plain(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "PORT", "HTTPS", "HOST", "DEMO"):
        monkeypatch.delenv(name, raising=False)


def chosen(**changes):
    facts = {"mode": "run", "host": "127.0.0.1", "port": 8123, "https": False}
    return Options(**{**facts, "demo": "small", "processes": 1, **changes})


def parsed(given):
    reader = configparser.RawConfigParser(strict=True)
    reader.read_string(programs.configuration(given))
    return reader


def test_they_end_in_order_with_the_database_last(plain):
    staff = sorted(programs.programs(chosen()), key=lambda one: one.priority, reverse=True)
    assert [one.name for one in staff] == ["web", "relay", "beat", "worker", "postgres"]


def test_a_server_of_ones_own_is_not_supervised(plain, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://waic@db.example/waic")
    assert "postgres" not in [one.name for one in programs.programs(chosen())]


def test_every_program_returns_at_once_and_for_ever(plain):
    reader = parsed(chosen())
    sections = [name for name in reader.sections() if name.startswith("program:")]
    assert len(sections) == 5
    for name in sections:
        assert reader[name]["autorestart"] == "true"
        assert reader[name]["startsecs"] == "0"


def test_only_the_database_starts_before_the_tables_are_there(plain):
    reader = parsed(chosen())
    assert reader["program:postgres"]["autostart"] == "true"
    assert reader["program:web"]["autostart"] == "false"


def test_percent_signs_survive_the_supervisor():
    assert programs.quoted(["python", "/tmp/50% off/manage.py"]) == "python '/tmp/50%% off/manage.py'"


def test_the_worker_has_processes_only_on_a_server(plain, monkeypatch):
    assert programs.worker(chosen())[-4:] == ["--pool", "threads", "--concurrency", "2"]
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1/0")
    assert programs.worker(chosen(mode="serve", processes=8))[-4:] == [
        "--pool",
        "prefork",
        "--concurrency",
        "8",
    ]


def test_run_is_one_process_for_this_machine_with_demo_data(plain):
    given = options.from_environment("run")
    assert (given.address, given.demo, given.processes) == ("http://127.0.0.1:8000", "real", 1)
    assert given.settings == "waic.settings.demo"


def test_serve_loads_no_demo_data_unasked(plain):
    given = options.from_environment("serve")
    assert given.demo is None
    assert given.settings == "waic.settings.production"


def test_https_listens_on_all_addresses(plain, monkeypatch):
    monkeypatch.setenv("HTTPS", "1")
    given = options.from_environment("run")
    assert (given.host, given.address) == ("0.0.0.0", "https://127.0.0.1:8000")


@pytest.mark.parametrize(("name", "text"), [("PORT", "web"), ("PORT", "0"), ("DEMO", "huge")])
def test_a_bad_choice_ends_with_a_sentence(plain, monkeypatch, name, text):
    monkeypatch.setenv(name, text)
    with pytest.raises(SystemExit, match=f"Environment variable {name}: "):
        options.from_environment("run")


@pytest.fixture
def own_run_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(control, "RUN", tmp_path)
    monkeypatch.setattr(control, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(control, "NOTE", tmp_path / "note")
    monkeypatch.setattr(programs, "RUN", tmp_path)


def test_a_second_start_finds_the_first(plain, own_run_folder, capsys):
    with control.only_launcher() as alone:
        assert alone is True
        control.note(chosen())
        assert supervise.main(["run"]) == 0
    assert "http://127.0.0.1:8123" in capsys.readouterr().out


def test_a_taken_port_is_named(plain, own_run_folder, monkeypatch, capsys):
    monkeypatch.setattr(control, "port_is_free", lambda host, port: False)
    assert supervise.main(["run"]) == 1
    assert capsys.readouterr().err == ("Port 8000 is taken by another program; try `make run PORT=8001`.\n")


def test_an_unknown_verb_is_refused(capsys):
    assert supervise.main(["fly"]) == 2
    assert capsys.readouterr().err == "Usage: python -m waic.launch run|serve|status|stop|forget\n"


def test_serving_without_a_host_name_stays_on_this_machine(plain, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(prepare, "SECRET", tmp_path / "secret_key")
    for name in ("ALLOWED_HOSTS", "SECRET_KEY", "HTTPS_ONLY", "SITE_ADDRESS"):
        monkeypatch.setenv(name, "")
    for name in ("WAIC_SUPERVISED", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "kept")
    prepare.environment(chosen(mode="serve"))
    assert prepare.os.environ["ALLOWED_HOSTS"] == "127.0.0.1,localhost,[::1]"
    assert prepare.os.environ["HTTPS_ONLY"] == "0"
    assert len(prepare.os.environ["SECRET_KEY"]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert "this machine only" in capsys.readouterr().out
