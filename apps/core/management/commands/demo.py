"""`manage.py demo`: the record of the editions, and a lively sample fair round it."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import ProtectedError, RestrictedError

from apps.core import demo


class Command(BaseCommand):
    """Load, or take out again, the demo data."""

    help = "Load the facts of all editions and generated sample data; --remove takes the sample out again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Profiles and what to do."""
        parser.add_argument("--profile", choices=demo.PROFILES, default="real", help="how much sample data")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--facts", action="store_true", help="load facts only, no generated rows")
        what.add_argument("--remove", action="store_true", help="remove generated rows, keep the facts")
        what.add_argument("--logins", action="store_true", help="print the demo logins and do nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, each step with its duration."""
        if options["logins"]:
            self.print_logins()
        elif options["remove"]:
            self.remove()
        elif options["facts"]:
            demo.load_facts(self.step)
        else:
            self.load(options["profile"])

    def load(self, profile: str) -> None:
        """Load facts and sample, unless real registrations would be mixed with invented ones."""
        reasons = demo.real_data()
        if reasons:
            raise CommandError(" ".join([*reasons, "No demo data was loaded; --facts loads the facts alone."]))
        began = time.monotonic()
        demo.load(profile, self.step)
        self.stdout.write(
            f"Demo data, profile {profile}: {time.monotonic() - began:.1f} s. The demo clock reads {demo.OPENING:%Y-%m-%d %H:%M} (Shanghai)."
        )
        self.print_logins()

    def remove(self) -> None:
        """Take the sample out, all or nothing."""
        try:
            demo.remove_sample(self.step)
        except (ProtectedError, RestrictedError) as error:
            raise CommandError(
                f"Nothing was removed: rows entered here still use sample rows. {error.args[0]}"
            ) from error

    def print_logins(self) -> None:
        """Print the demo logins as a table."""
        rows = demo.logins()
        if not rows:
            return
        rows = [("who", "where", "e-mail", "password"), *rows]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            self.stdout.write("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Say what was done and how long it took."""
        began = time.monotonic()
        yield
        self.stdout.write(f"  {title:<40} {time.monotonic() - began:6.2f} s")
