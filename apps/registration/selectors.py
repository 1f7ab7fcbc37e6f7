"""Reads of registration: what can be had, and what somebody has."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404

from apps.bookings.models import Allotment, WaitingEntry
from apps.core import clock, signed_codes
from apps.core.actors import Actor
from apps.core.permissions import can, require, visible
from apps.editions.models import Gate, Topic, Venue, VenueDay
from apps.editions.selectors import get_topics_for
from apps.people.models import User
from apps.registration.catalogue import Entrance, Offer, catalogue
from apps.registration.models import Badge, Registration, TicketType

FEW = 10  # per cent of the places
MOST_INTERESTS = 12
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class DayPlaces:
    """The places of one day of a ticket; `state` is free, few, waiting, full or past."""

    day: dt.date
    capacity: int
    free: int
    has_waiting_list: bool

    @property
    def state(self) -> str:
        """Say in one word what somebody can get for this day."""
        if self.day < clock.today():
            return "past"
        if self.free <= 0:
            return "waiting" if self.has_waiting_list else "full"
        return "few" if self.free * 100 <= self.capacity * FEW else "free"

    @property
    def can_be_had(self) -> bool:
        """Tell whether somebody can get a place or a place in the queue."""
        return self.state in ("free", "few", "waiting")


@dataclass(frozen=True, slots=True)
class TicketOffer:
    """A ticket type as a visitor meets it: its sale and the places of its days."""

    offer: Offer
    days: tuple[DayPlaces, ...]

    @property
    def kind(self) -> TicketType:
        """Return the ticket type."""
        return self.offer.ticket_type

    @property
    def all_days(self) -> tuple[dt.date, ...]:
        """Return every day of the ticket."""
        return tuple(day.day for day in self.days)

    @property
    def sale(self) -> str:
        """Return soon, open or over."""
        now = clock.now()
        if now < self.kind.sale_opens:
            return "soon"
        if now >= self.kind.sale_closes or not any(day.state != "past" for day in self.days):
            return "over"
        return "open"

    @property
    def state(self) -> str:
        """Return the state of the ticket as a whole: the best of its days, or the worst if all belong to it."""
        order = ("free", "few", "waiting", "full")
        states = [day.state for day in self.days if day.state != "past"]
        if not states:
            return "past"
        return (min if self.kind.picks_days else max)(states, key=order.index)

    @property
    def is_available(self) -> bool:
        """Tell whether somebody may choose it now."""
        return self.sale == "open" and self.state in ("free", "few", "waiting")

    def places_of(self, days: Iterable[dt.date] | None) -> list[DayPlaces]:
        """Return the places of the chosen days; None means all days of the ticket."""
        wanted = None if days is None or not self.kind.picks_days else set(days)
        return [day for day in self.days if wanted is None or day.day in wanted]


@dataclass(frozen=True, slots=True)
class VisitDay:
    """One day of a ticket with the hours in which it opens the gate, if they are known."""

    day: dt.date
    opens: dt.time | None = None
    closes: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Where and when a ticket lets somebody in."""

    days: tuple[VisitDay, ...]
    venue: Venue | None = None
    gates: list[Gate] = field(default_factory=list)


def get_offers_for(actor: Actor) -> list[TicketOffer]:
    """Return what the current edition offers on the site, with its free places."""
    offers = [offer for offer in catalogue().by_type.values() if _is_offered(offer)]
    if not offers or not can(actor, "ticket_type.see"):
        return []
    wanted = [pk for offer in offers for pk in offer.days.values()]
    rows = visible(actor, Allotment.objects.filter(pk__in=wanted))
    places = {pk: rest for pk, *rest in rows.values_list("pk", "capacity", "taken", "has_waiting_list")}
    return [TicketOffer(offer, _days_of(offer, places)) for offer in offers]


def get_interests_for(actor: Actor) -> QuerySet[Topic]:
    """Return the topics that a visitor may name as interests."""
    return get_topics_for(actor).filter(is_interest=True).order_by("position", "id")[:MOST_INTERESTS]


def get_registration_for(actor: Actor, code: str, verb: str = "registration.see") -> Registration:
    """Return a registration on which the actor may do that; 404 in every other case."""
    rows = visible(actor, Registration.objects.select_related("person", "ticket_type", "edition"))
    found = rows.filter(code=code.upper()).first()
    if found is None:
        raise Http404
    require(actor, verb, found)
    return found


def own_registrations(actor: Actor) -> list[Registration]:
    """Return the actor's own registrations, newest edition first."""
    if actor.person_id is None:
        return []
    rows = visible(actor, Registration.objects.select_related("person", "ticket_type", "edition"))
    return list(rows.filter(person_id=actor.person_id).order_by("-edition__year", "-id"))


def live_registration(actor: Actor) -> Registration | None:
    """Return the actor's own live registration for the current edition."""
    if actor.person_id is None:
        return None
    rows = visible(actor, Registration.objects.filter(person_id=actor.person_id, edition__is_current=True))
    return rows.filter(state__in=Registration.LIVE).select_related("ticket_type", "edition").first()


def account_for_update(user: User) -> User:
    """Return the account, locked until the transaction ends: two submissions of one form follow each other.

    No join here: a row that had to wait for its lock would be joined with what was there before.
    """
    return User.objects.select_for_update().get(pk=user.pk)


def badge_of(registration: Registration) -> Badge | None:
    """Return the badge that is valid now."""
    return Badge.objects.filter(registration=registration, revoked_at=None).first()


def code_of(badge: Badge | None) -> str | None:
    """Return the signed text of a badge's QR code; None without a badge or once its key is retired."""
    if badge is None:
        return None
    try:
        return signed_codes.code_for(bytes(badge.serial), badge.key_id)
    except signed_codes.BadCode:
        return None


def offered_until(registration: Registration) -> dt.datetime | None:
    """Return until when a place from the waiting list is kept, as the site's clock shows it; None without one."""
    if registration.state != Registration.State.SUBMITTED:
        return None
    offered = WaitingEntry.objects.filter(
        batch=registration.batch, state=WaitingEntry.State.OFFERED, offered_until__gt=Now()
    )
    until = offered.values_list("offered_until", flat=True).first()
    return until + clock.offset() if until else None


def waiting_before(registration: Registration) -> int | None:
    """Return how many wait longer for one of the same days; None for somebody who does not wait."""
    if registration.state != Registration.State.WAITLISTED:
        return None
    mine = WaitingEntry.objects.filter(batch=registration.batch, state=WaitingEntry.State.WAITING).first()
    if mine is None:
        return None
    ahead = WaitingEntry.objects.filter(pk__lt=mine.pk, state=WaitingEntry.State.WAITING)
    return ahead.filter(allotments__in=mine.allotments.all()).distinct().count()


def visit_of(registration: Registration) -> Visit:
    """Return venue, gates and hours of a registration's days."""
    days = tuple(sorted(registration.days))
    entrances = _entrances_of(registration.ticket_type_id)
    if not entrances:
        return Visit(tuple(VisitDay(day) for day in days))
    first = entrances[0]
    venue_id, window = first.gate.zone.venue_id, first.windows[registration.ticket_type_id]
    rows = VenueDay.objects.filter(venue_id=venue_id, day__in=days).select_related("venue")
    hours = {row.day: row for row in rows}
    venue = next(iter(hours.values())).venue if hours else Venue.objects.get(pk=venue_id)
    times = tuple(
        VisitDay(day, max(window.opens, hours[day].opens), min(window.closes, hours[day].closes))
        if day in hours
        else VisitDay(day, window.opens, window.closes)
        for day in days
    )
    gates = [entrance.gate for entrance in entrances if entrance.gate.zone_id == first.gate.zone_id]
    return Visit(times, venue, gates)


def _is_offered(offer: Offer) -> bool:
    return offer.edition.is_current and offer.ticket_type.is_public and bool(offer.days)


def _days_of(offer: Offer, places: dict[int, list]) -> tuple[DayPlaces, ...]:
    found = []
    for day, allotment in offer.days.items():
        capacity, taken, has_waiting_list = places.get(allotment, (0, 0, False))
        found.append(DayPlaces(day, capacity, capacity - taken, has_waiting_list))
    return tuple(found)


def _entrances_of(ticket_type_id: int) -> list[Entrance]:
    """Return the gates that admit a ticket type: public areas first, in the order staff gave access."""
    found = [entrance for entrance in catalogue().entrances.values() if ticket_type_id in entrance.windows]

    def place(entrance: Entrance) -> tuple:
        code = entrance.gate.code
        return entrance.gate.zone.zone_class != PUBLIC, entrance.windows[ticket_type_id].rank, len(code), code

    return sorted(found, key=place)
