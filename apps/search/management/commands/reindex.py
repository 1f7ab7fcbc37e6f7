"""Writes the search index again."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.search import services


class Command(BaseCommand):
    """`manage.py reindex`, safe while the site serves."""

    help = "Writes the search index again from all apps' knowledge."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many entries stand."""
        self.stdout.write(f"{services.rebuild()} entries")
