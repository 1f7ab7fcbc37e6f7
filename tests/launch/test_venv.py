"""The environment is filled once per locked requirements file."""

import subprocess

import pytest

from waic.launch import venv


@pytest.fixture
def calls(tmp_path, monkeypatch):
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "STAMP", tmp_path / "stamp.json")
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    made = []
    monkeypatch.setattr(venv, "install", made.append)
    return made


def test_it_installs_once(calls, tmp_path):
    venv.main(["requirements.txt"])
    venv.main(["requirements.txt"])
    assert calls == [tmp_path / "requirements.txt"]


def test_a_changed_lock_file_is_installed_again(calls, tmp_path):
    venv.main(["requirements.txt"])
    (tmp_path / "requirements.txt").write_text("django==5.2.20\n")
    venv.main(["requirements.txt"])
    assert len(calls) == 2


def test_uv_is_fetched_with_its_hashes():
    version, *hashes = venv.locked_uv().replace("\\\n", "").split()
    assert version.startswith("uv==")
    assert all(one.startswith("--hash=sha256:") for one in hashes)
    assert len(hashes) > 10


def test_uv_learns_of_pips_mirror(monkeypatch):
    answer = "global.index-url='https://mirror.example/simple'\n:env:.cert='/etc/ca.pem'\n"
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess(args, 0, answer))
    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    environment = venv.uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert environment["SSL_CERT_FILE"] == "/etc/ca.pem"


@pytest.mark.parametrize("uv_works", [True, False])
def test_pip_steps_in_when_uv_fails(monkeypatch, uv_works, tmp_path):
    ran = []

    def run(command, **kwargs):
        ran.append(command[0])
        failed = command[0] == "/bin/uv" and not uv_works
        return subprocess.CompletedProcess(command, int(failed))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(venv, "fetch_uv", lambda: "/bin/uv")
    monkeypatch.setattr(venv, "uv_environment", dict)
    venv.install(tmp_path / "requirements.txt")
    assert ran == ["/bin/uv"] if uv_works else ["/bin/uv", venv.sys.executable]
