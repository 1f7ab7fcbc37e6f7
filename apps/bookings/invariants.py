"""Rules that hold over all bookings."""

from apps.core import sockets
from apps.core.offers import Invariant

sockets.invariants.register(
    "INV-04",
    Invariant(
        "held and confirmed places equal the counter and stay within the quota",
        "SELECT a.code, a.capacity, a.taken, coalesce(sum(b.quantity), 0) FROM bookings_allotment a "
        "LEFT JOIN bookings_booking b ON b.allotment_id = a.id AND b.state IN ('held', 'confirmed') "
        "GROUP BY a.id HAVING a.taken <> coalesce(sum(b.quantity), 0) OR a.taken > a.capacity",
    ),
)
