"""Who may see bookings: staff. Visitors see them through what they booked."""

from django.db.models import QuerySet

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core.actors import Actor
from apps.core.permissions import public_rows, scope

scope(Allotment)(public_rows)


@scope(Booking)
def bookings_of(actor: Actor, bookings: QuerySet) -> QuerySet:
    """Show staff all, each person their own."""
    if actor.has_perm("bookings.view_booking"):
        return bookings
    return bookings.filter(person_id=actor.person_id or 0)


@scope(WaitingEntry)
def waiting_of(actor: Actor, entries: QuerySet) -> QuerySet:
    """Show staff all, each person their own."""
    if actor.has_perm("bookings.view_waitingentry"):
        return entries
    return entries.filter(person_id=actor.person_id or 0)
