"""What the launcher prints."""

import sys

import pytest

from waic.launch import console


def test_a_box_counts_chinese_characters_as_two_columns():
    assert console.box(["中文 a", "Deutsch"]) == ("┌─────────┐\n│ 中文 a  │\n│ Deutsch │\n└─────────┘")


def test_a_step_names_itself_and_its_duration(capsys):
    with console.step("prepare the tables"):
        pass
    assert capsys.readouterr().out == ("  … prepare the tables\n  ✓ prepare the tables (0.0 s)\n")


def test_a_failed_step_shows_its_output_and_stops(tmp_path, capsys):
    command = [sys.executable, "-c", "print('why it failed'); raise SystemExit(3)"]
    with pytest.raises(console.StepFailed) as stop:
        console.follow(command, tmp_path / "setup.log")
    assert stop.value.code == 1
    assert "why it failed" in capsys.readouterr().err
    assert (tmp_path / "setup.log").read_text() == "why it failed\n"
