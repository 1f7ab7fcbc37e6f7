"""Rules that hold over all registrations, badges and scans."""

from apps.core import sockets
from apps.core.offers import Invariant

RULES = {
    "INV-02": (
        "at most one live registration per person and edition",
        "SELECT edition_id, person_id, count(*) FROM registration_registration WHERE state NOT IN "
        "('rejected', 'expired', 'cancelled', 'refunded', 'substituted') "
        "GROUP BY edition_id, person_id HAVING count(*) > 1",
    ),
    "INV-07": (
        "an issued ticket has exactly one active badge",
        "SELECT r.code, count(b.id) FROM registration_registration r LEFT JOIN registration_badge b "
        "ON b.registration_id = r.id AND b.revoked_at IS NULL "
        "WHERE r.state IN ('badge_issued', 'attended') GROUP BY r.id HAVING count(b.id) <> 1",
    ),
    "INV-07b": (
        "a registration that ended has no active badge",
        "SELECT r.code, r.state FROM registration_registration r JOIN registration_badge b "
        "ON b.registration_id = r.id AND b.revoked_at IS NULL "
        "WHERE r.state IN ('rejected', 'expired', 'cancelled', 'refunded', 'substituted')",
    ),
    "INV-04b": (
        "a live registration holds one place for each of its days",
        "SELECT r.code, cardinality(r.days), count(b.id) FROM registration_registration r "
        "LEFT JOIN bookings_booking b ON b.batch = r.batch AND b.state IN ('held', 'confirmed') "
        "WHERE r.state IN ('submitted', 'id_check', 'awaiting_payment', 'confirmed', 'badge_issued', 'attended') "
        "GROUP BY r.id HAVING count(b.id) <> cardinality(r.days)",
    ),
    "INV-14": (
        "one open stay per badge, zone and day",
        "SELECT badge_id, zone_id, day, count(*) FROM registration_stay WHERE closed_at IS NULL "
        "GROUP BY badge_id, zone_id, day HAVING count(*) > 1",
    ),
    "INV-13": (
        "a scan is unique by device and id",
        "SELECT token_id, nonce, count(*) FROM registration_scan GROUP BY token_id, nonce HAVING count(*) > 1",
    ),
}

for name, (says, sql) in RULES.items():
    sockets.invariants.register(name, Invariant(says, sql))
