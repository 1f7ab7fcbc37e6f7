"""Ticket types and gates of the current edition, kept in process memory by stamp.

They change seldom and are needed by every registration and scan. What must be exact to the
second (free places, revocations) is never read from here.
"""

import datetime as dt
from dataclasses import dataclass, field

from apps.core import stamps
from apps.editions.models import Edition, Gate
from apps.registration.models import AccessRule, TicketType


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of the day during which a ticket type may enter a zone, Shanghai time."""

    opens: dt.time
    closes: dt.time
    rank: int = 0  # the order in which staff gave access: the ticket's main area comes first


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket type with the allotment of each of its days."""

    ticket_type: TicketType
    edition: Edition
    days: dict[dt.date, int]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A gate with the access windows by ticket type."""

    gate: Gate
    windows: dict[int, Window]


@dataclass(slots=True)
class Catalogue:
    """Everything read at one stamp."""

    version: str
    offers: dict[tuple[int, str], Offer] = field(default_factory=dict)
    by_type: dict[int, Offer] = field(default_factory=dict)
    entrances: dict[str, Entrance] = field(default_factory=dict)


_kept: Catalogue | None = None


def catalogue() -> Catalogue:
    """Return the catalogue of the present stamp."""
    global _kept
    version = stamps.version()
    if _kept is None or _kept.version != version:
        _kept = _read(version)
    return _kept


def offer_of(year: int, slug: str) -> Offer | None:
    """Return a ticket type by edition and slug."""
    return catalogue().offers.get((year, slug))


def offer_of_type(ticket_type_id: int) -> Offer:
    """Return a ticket type by primary key; KeyError when there is none."""
    return catalogue().by_type[ticket_type_id]


def entrance_of(code: str) -> Entrance | None:
    """Return a gate by its code."""
    return catalogue().entrances.get(code)


def forget() -> None:
    """Drop this process's copy, for tests and generators."""
    global _kept
    _kept = None
    stamps.forget()


def _read(version: str) -> Catalogue:
    found = Catalogue(version)
    types = TicketType.objects.select_related("edition").prefetch_related("ticket_days")
    for ticket_type in types.order_by("position", "id"):
        days = {day.day: day.allotment_id for day in sorted(ticket_type.ticket_days.all(), key=lambda d: d.day)}
        offer = Offer(ticket_type, ticket_type.edition, days)
        found.offers[ticket_type.edition.year, ticket_type.slug] = offer
        found.by_type[ticket_type.pk] = offer
    windows: dict[int, dict[int, Window]] = {}
    for rule in AccessRule.objects.all():
        windows.setdefault(rule.zone_id, {})[rule.ticket_type_id] = Window(rule.opens, rule.closes, rule.pk)
    for gate in Gate.objects.filter(is_open=True).select_related("zone"):
        found.entrances[gate.code] = Entrance(gate, windows.get(gate.zone_id, {}))
    return found
