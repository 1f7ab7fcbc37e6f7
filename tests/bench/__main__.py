"""`python -m tests.bench [--quick]`: prints the table, writes var/bench.json, exits 1 on a missed target."""

import argparse
import contextlib
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.ground import Ground, dump_template_elsewhere
from waic.launch.places import ROOT, VAR

BEGAN = time.monotonic()


def main() -> int:
    """Prepare, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the growth to 200,000 registrations")
    quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the cluster must not outlive a time limit
    load = os.getloadavg()[0]
    ground = Ground("bench")
    try:
        dump = ground.home / "template.sql"
        say("migrated template")
        dump_template_elsewhere(dump)
        say("a cluster of its own")
        ground.open(dump)
        environment(ground)
        with quiet(ground.home / "bench.log"):
            rows = measure(ground, quick)
    finally:
        ground.close()
    return tell(rows, load)


def environment(ground: Ground) -> None:
    """What this process and the web server read; the embedded default, whatever else is set."""
    os.environ.pop("REDIS_URL", None)
    os.environ |= {
        "DATABASE_URL": ground.url,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS_ONLY": "0",
        "EMAIL_URL": "dummy:",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
    }


@contextlib.contextmanager
def quiet(log: Path) -> Iterator[None]:
    """Send the log lines of the calls made in this process to a file, as the web server does."""
    kept = os.dup(sys.stderr.fileno())
    with log.open("w") as handle:
        os.dup2(handle.fileno(), sys.stderr.fileno())
        try:
            yield
        finally:
            os.dup2(kept, sys.stderr.fileno())
            os.close(kept)


def measure(ground: Ground, quick: bool) -> list:
    """All parts, from few rows to many."""
    import django

    django.setup()
    from tests.bench import data, exports, growth, rounds
    from tests.bench.web import Web

    say("demo data")
    keys = data.prepare()
    rows = []
    grown = growth.Growth(ground, keys)
    if not quick:
        say("growth: 1,000 registrations")
        grown.measure()
    say("the web server")
    web = Web(ground.home / "web.log")
    try:
        say("five rounds")
        rows += rounds.measure(ground, web, keys)
        say("exports")
        rows += exports.measure(web)
    finally:
        web.stop()
    if not quick:
        say(f"growth: load {growth.LARGE:,} registrations")
        data.grow_to(growth.LARGE)
        say("growth: measure")
        grown.measure()
        rows += grown.rows()
    return rows


def say(what: str) -> None:
    """One line a step, with the seconds since the start."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {what}", flush=True)


def tell(rows: list, load: float) -> int:
    """Print and write; 1 when a target is missed."""
    from tests.bench import table

    target = VAR / "bench.json"
    table.write(rows, target)
    print()
    print(table.show(rows))
    missed = sum(not row.ok for row in rows)
    print(
        f"\n{os.cpu_count()} cores, load {load:.1f} before and {os.getloadavg()[0]:.1f} after; {target.relative_to(ROOT)} written."
    )
    print(f"{missed} targets missed." if missed else "All targets met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
