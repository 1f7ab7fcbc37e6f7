"""What the benchmark runs on: the small demo, a program, a gate device, room for everybody."""

import io
import random
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import transaction

from apps.bookings.models import Allotment
from apps.core import clock, demo, tokens
from apps.core.models import ApiToken
from apps.registration import sample
from apps.registration.demo import SCANNER
from apps.registration.models import Registration, TicketType

ROOM = 5_000_000


class Keys(NamedTuple):
    """Secrets of two tokens: one registers, one scans."""

    program: str
    gate: str


def prepare() -> Keys:
    """Load the small demo (1,000 registrations) and issue the tokens."""
    call_command("demo", profile="small", stdout=io.StringIO())
    Allotment.objects.exclude(code__contains="lab-tour").update(capacity=ROOM)
    _token, program = tokens.issue(name="bench", scopes=["registrations:read", "registrations:write"])
    _token, gate = tokens.issue(name="bench gate", scopes=["check-ins:write"], bound_to="gate:N1")
    return Keys(program, gate)


def grow_to(total: int) -> None:
    """Add sample registrations by the demo's own bulk path."""
    present = Registration.objects.count()
    rng = random.Random(f"bench {total}")
    # Numbers begin behind all rows that are there, whoever made them, and so are free.
    rows = sample.draw(total, rng)[present:]
    token = ApiToken.objects.get(name=SCANNER)
    types = {kind.slug: kind for kind in TicketType.objects.filter(edition__year=2025)}
    with transaction.atomic(), clock.frozen_at(demo.OPENING):
        sample.Writer(types, rng).write(rows, token)


def body_of(mark: str) -> dict[str, Any]:
    """The JSON of one registration by somebody new."""
    return {
        "edition": 2025,
        "ticket_type": "visitor",
        "person": {
            "name": f"Bench {mark}",
            "email": f"{mark}@bench.example",
            "country": "CN",
            "birth_year": 1990,
            "language": "en",
            "interests": ["embodied-ai"],
        },
    }


def scan_of(token: str, mark: str) -> dict[str, Any]:
    """The JSON of one scan at gate N1."""
    moment = clock.now().isoformat()
    return {"gate": "N1", "scans": [{"id": mark, "token": token, "at": moment, "direction": "in"}]}
