"""Checks the rules of the house over the live data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from apps.core import sockets


class Command(BaseCommand):
    """`manage.py invariants`: prints breaches, exits 1 if there is any."""

    help = "Checks the INV rules over the live data, prints breaches, exits 1 if any."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every rule; each is one statement that returns what breaks it."""
        breaches = 0
        for name, rule in sockets.invariants.items():
            with connection.cursor() as cursor:
                cursor.execute(rule.sql)
                rows = cursor.fetchmany(20)
            breaches += len(rows)
            self.stdout.write(f"{'ok    ' if not rows else 'BREACH'} {name}: {rule.says}")
            for row in rows:
                self.stdout.write("       " + ", ".join(str(value) for value in row))
        if breaches:
            raise CommandError(f"{breaches} breaches")
