"""The demo's machinery: order, clock, refusal, removal, logins."""

import datetime as dt
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.core import clock, demo, sockets, stamps
from apps.core.models import ClockOffset, Outbox
from apps.people.models import User


class Part:
    """A part that notes what it is asked to do."""

    def __init__(self, order: int, log: list[str], refuses: str = "") -> None:
        self.order, self.log, self.refuses = order, log, refuses

    def load_facts(self) -> None:
        self.log.append(f"{self.order} facts")

    def load_sample(self, profile: str, rng: Any) -> None:
        self.log.append(f"{self.order} {profile} {clock.now():%m-%d %H:%M} {rng.randrange(10**6)}")

    def remove_sample(self) -> None:
        self.log.append(f"{self.order} removed")

    def real_data(self) -> str:
        return self.refuses


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two parts, registered against the order of the ladder."""
    registry, log = sockets.Registry("demo"), []
    registry.register("upper", Part(20, log))
    registry.register("lower", Part(10, log))
    monkeypatch.setattr(sockets, "demo", registry)
    return log


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def test_facts_come_before_the_sample_lowest_rung_first(db: Any, log: list[str]) -> None:
    run("--profile", "small")
    assert [line.split()[:2] for line in log] == [["10", "facts"], ["20", "facts"], ["10", "small"], ["20", "small"]]


def test_generators_see_the_fairs_second_day_and_the_same_chance(db: Any, log: list[str]) -> None:
    run("--profile", "small")
    first = log[2:]
    log.clear()
    run("--profile", "small")
    assert log[2:] == first
    assert first[0].startswith("10 small 07-27 10:00 ")


def test_the_demo_clock_runs_from_sunday_morning(db: Any, log: list[str]) -> None:
    run()
    clock.forget()
    assert dt.timedelta(0) <= timezone.now() + clock.offset() - demo.OPENING < dt.timedelta(minutes=5)


def test_pages_and_index_look_again(db: Any, log: list[str]) -> None:
    before = stamps.version()
    run()
    assert stamps.version() != before
    assert Outbox.objects.filter(topic="index", name="*").count() == 1


def test_real_data_refuses_the_sample_and_changes_nothing(db: Any, log: list[str]) -> None:
    sockets.demo.register("real", Part(30, log, refuses="Somebody has registered."))
    with pytest.raises(CommandError, match=r"Somebody has registered\. No demo data was loaded"):
        run()
    assert log == []
    assert not ClockOffset.objects.exists()


def test_facts_alone_are_never_refused(db: Any, log: list[str]) -> None:
    sockets.demo.register("real", Part(30, log, refuses="Somebody has registered."))
    run("--facts")
    assert log == ["10 facts", "20 facts", "30 facts"]
    assert not ClockOffset.objects.exists()


def test_removal_goes_down_the_ladder_and_back_to_real_time(db: Any, log: list[str]) -> None:
    run()
    log.clear()
    run("--remove")
    assert log == ["20 removed", "10 removed"]
    assert not ClockOffset.objects.exists()


# --- the accounts ---


@pytest.fixture
def demo_place(db: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which the demo may have accounts, with the people's part alone."""
    people = sockets.demo["people"]
    settings.VAR, settings.DEMO = tmp_path, "small"
    registry = sockets.Registry("demo")
    registry.register("people", type("Accounts", (), {
        "order": 20, "load_sample": people.load_sample, "remove_sample": people.remove_sample, "logins": people.logins,
    })())  # fmt: skip
    monkeypatch.setattr(sockets, "demo", registry)
    return tmp_path / "demo_logins.json"


def test_the_logins_are_printed_and_work(demo_place: Path) -> None:
    printed = run("--profile", "small")
    passwords = json.loads(demo_place.read_text())
    assert list(passwords) == ["staff@waic.example", "editor@waic.example", "visitor@waic.example"]
    for email, password in passwords.items():
        assert f"{email}" in printed and password in printed
        assert User.objects.get(email=email).check_password(password)
    assert stat.S_IMODE(demo_place.stat().st_mode) == 0o600
    assert run("--logins").splitlines() == printed.splitlines()[-4:]


def test_each_login_may_do_what_it_shows(demo_place: Path) -> None:
    run()
    rows = User.objects.order_by("pk").values_list("email", "is_staff", "is_superuser")
    assert list(rows) == [
        ("staff@waic.example", True, True),
        ("editor@waic.example", True, False),
        ("visitor@waic.example", False, False),
    ]
    editor = User.objects.get(email="editor@waic.example")
    assert set(editor.groups.values_list("name", flat=True)) == {"Editors", "Moderators"}
    assert User.objects.get(email="visitor@waic.example").person.is_sample


def test_passwords_stay_the_same_and_a_changed_one_is_put_back(demo_place: Path) -> None:
    run()
    passwords = demo_place.read_text()
    user = User.objects.get(email="staff@waic.example")
    user.set_password("something else")
    user.save()
    run()
    assert demo_place.read_text() == passwords
    assert User.objects.get(pk=user.pk).check_password(json.loads(passwords)[user.email])


def test_removal_takes_the_accounts_and_their_passwords(demo_place: Path) -> None:
    run()
    run("--remove")
    assert not User.objects.exists()
    assert not demo_place.exists()


def test_without_debug_and_demo_there_is_no_account(demo_place: Path, settings: Any) -> None:
    settings.DEMO, settings.DEBUG = "", False
    printed = run()
    assert not User.objects.exists()
    assert not demo_place.exists()
    assert "waic.example" not in printed
