"""Reads for programs: a registration that one token made, its badge, its picture."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from apps.core import signed_codes
from apps.core.actors import Actor
from apps.core.permissions import visible
from apps.registration.documents import qr
from apps.registration.models import Badge, Registration, TicketType


def get_registration_for(actor: Actor, code: str) -> Registration:
    """Return a registration that the actor may see; 404 otherwise."""
    rows = Registration.objects.select_related("ticket_type", "edition", "person")
    return get_object_or_404(visible(actor, rows), code=code.upper())


def qr_svg(badge: Badge) -> bytes:
    """Draw a badge's code as an SVG file."""
    return qr.file(signed_codes.code_for(bytes(badge.serial), badge.key_id))


def get_ticket_types_for(actor: Actor) -> QuerySet[TicketType]:
    """Return ticket types with days and quotas in two statements."""
    rows = TicketType.objects.select_related("edition").prefetch_related("ticket_days__allotment")
    return visible(actor, rows.order_by("position", "id"))
