"""From a ticket type to a person walking through a gate."""

from apps.registration.models.badges import Badge
from apps.registration.models.gates import Device, PairingCode, Scan, Stay
from apps.registration.models.registrations import Registration
from apps.registration.models.tickets import AccessRule, TicketDay, TicketType

__all__ = [
    "AccessRule",
    "Badge",
    "Device",
    "PairingCode",
    "Registration",
    "Scan",
    "Stay",
    "TicketDay",
    "TicketType",
]
