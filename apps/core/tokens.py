"""API tokens: printed once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from apps.core import history
from apps.core.actors import SYSTEM, Actor
from apps.core.models import ApiToken

PREFIX = "waic_"

# Every call of a program asks this; the ORM spends five times as long on composing it.
_LIVE = """
SELECT id, name, digest, scopes, bound_to, created_at, expires_at, revoked_at FROM core_apitoken
WHERE digest = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s)
"""
_FIELDS = ("id", "name", "digest", "scopes", "bound_to", "created_at", "expires_at", "revoked_at")
SCOPES = (
    "registrations:read",
    "registrations:write",
    "check-ins:write",
    "webhooks",
)


def digest(secret: str) -> bytes:
    """Hash a token; a plain hash is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def issue(*, name: str, scopes: Iterable[str], bound_to: str = "", by: Actor = SYSTEM) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which nobody can read again.

    Raises ValueError for an unknown scope.
    """
    wanted = list(dict.fromkeys(scopes))
    unknown = set(wanted) - set(SCOPES)
    if unknown:
        raise ValueError(f"Unknown scopes: {', '.join(sorted(unknown))}. Known: {', '.join(SCOPES)}.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(name=name, scopes=wanted, bound_to=bound_to, digest=digest(secret))
    history.write(token, "apitoken.issued", by=by)
    return token, secret


def revoke(token: ApiToken, *, by: Actor) -> None:
    """End a token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    history.write(token, "apitoken.revoked", by=by)


def find(secret: str) -> ApiToken | None:
    """Return the live token of a secret, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [digest(secret), timezone.now()])
        row = cursor.fetchone()
    return ApiToken.from_db(connection.alias, _FIELDS, row) if row else None
