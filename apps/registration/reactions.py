"""What registration does when the waiting list or a hold moves."""

from typing import Any

from apps.core.sockets import reaction
from apps.registration.services import registrations


@reaction("bookings.offered")
def place_offered(payload: dict[str, Any]) -> None:
    """Tell the first in line."""
    registrations.offer_made(batch=payload["batch"])


@reaction("bookings.expired")
def hold_expired(payload: dict[str, Any]) -> None:
    """End the registration whose hold has run out."""
    registrations.hold_expired(batch=payload["batch"])
