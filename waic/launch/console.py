"""What `make run` says: one line per step with its duration, and a box at the end."""

import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WIDE = 78


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class StepFailed(SystemExit):
    """Ends the launcher; what went wrong has been printed."""

    def __init__(self) -> None:
        super().__init__(1)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Name what is being done, then how long it took."""
    began = time.monotonic()
    live = sys.stdout.isatty()
    if live:
        print(f"  … {label}", end="\r", flush=True)
    else:
        say(f"  … {label}")
    yield
    took = time.monotonic() - began
    if live:
        print("\x1b[2K\r", end="")
    say(f"  ✓ {label} ({took:.1f} s)")


def follow(command: Sequence[str], log: Path) -> None:
    """Run a command, keep its output in `log`, show its last line on a terminal.

    When the command fails, the end of its output is printed and the launcher stops.
    """
    live = sys.stdout.isatty()
    lines: list[str] = []
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            kept.write(line)
            lines.append(line)
            if live and line.strip():
                print(f"\x1b[2K    {line.strip()[: WIDE - 4]}", end="\r", flush=True)
    if process.returncode:
        complain("".join(lines[-40:]))
        complain(f"This step failed; all of its output is in {log}.")
        raise StepFailed


def width(text: str) -> int:
    """Columns that a text takes in a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def box(lines: Sequence[str]) -> str:
    """The lines in a frame."""
    inner = max(width(line) for line in lines)
    rows = [f"│ {line}{' ' * (inner - width(line))} │" for line in lines]
    rule = "─" * (inner + 2)
    return "\n".join([f"┌{rule}┐", *rows, f"└{rule}┘"])
