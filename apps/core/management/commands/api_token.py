"""Prints a new API token once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core import tokens


class Command(BaseCommand):
    """`manage.py api_token NAME --scopes a,b`."""

    help = "Makes an API token and prints it once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name and the scopes."""
        parser.add_argument("name")
        parser.add_argument("--scopes", required=True, help="comma-separated: " + ", ".join(tokens.SCOPES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue the token."""
        scopes = [part.strip() for part in options["scopes"].split(",") if part.strip()]
        try:
            _token, secret = tokens.issue(name=options["name"], scopes=scopes)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
