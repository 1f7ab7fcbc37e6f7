"""Identifiers that may leave the database: random, URL-safe, without look-alike letters."""

import secrets

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def random_base32(length: int) -> str:
    """Return `length` random lower-case Crockford base32 characters (5 bits each)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def public_id() -> str:
    """Return 128 random bits (26 characters, the first one carries 3 bits)."""
    number = secrets.randbits(128)
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(CROCKFORD[digit])
    return "".join(reversed(digits))


def human_code() -> str:
    """Return the ten-character code that people read aloud, 50 random bits."""
    return random_base32(10).upper()
