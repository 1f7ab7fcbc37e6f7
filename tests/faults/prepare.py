"""Fills the database of the fault tests and prints the secrets of its token."""

import io
import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from apps.core import stamps, tokens  # noqa: E402
from apps.editions.models import Edition  # noqa: E402
from tests.conftest import MONDAY, make_ticket_type  # noqa: E402


def main() -> None:
    """The small demo, a second workshop with a waiting list, one token."""
    call_command("demo", profile="small", stdout=io.StringIO())
    make_ticket_type(Edition.objects.get(year=2025), "evening-50", {MONDAY: 50}, waiting_list=True)
    stamps.touch()
    _token, secret = tokens.issue(name="faults", scopes=["registrations:read", "registrations:write"])
    print(json.dumps({"token": secret}))


main()
