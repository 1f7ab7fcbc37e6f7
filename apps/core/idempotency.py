"""Answers kept for repeated calls: same key and body, same answer.

The key is claimed by an INSERT in the transaction of the effect. A concurrent duplicate waits
at the unique index (at most the connection's lock_timeout of 3 s); a crash frees the key,
because nothing was committed.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from apps.core.models import ApiToken, IdempotencyKey

_CLAIM = """
INSERT INTO core_idempotencykey (token_id, key, request_hash, created_at)
VALUES (%s, %s, %s, %s) ON CONFLICT (token_id, key) DO NOTHING RETURNING id
"""
LOCK_NOT_AVAILABLE = "55P03"


class KeyReused(Exception):
    """The same key came with another request."""


class KeyBusy(Exception):
    """The first call with this key has not ended in time."""


def request_hash(*parts: bytes) -> bytes:
    """Hash method, path and body of a request."""
    return hashlib.sha256(b"\0".join(parts)).digest()


def once(*, token: ApiToken, key: str, digest: bytes, work: Callable[[], tuple[int, Any]]) -> tuple[int, Any, bool]:
    """Do the work once per key; return status, body and whether this is a replay.

    Server errors roll back and are not kept. Raises KeyReused and KeyBusy.
    """
    try:
        with transaction.atomic():
            row = _claim(token, key, digest)
            if row is not None:
                status, body = work()
                IdempotencyKey.objects.filter(pk=row).update(status=status, body=body)
                return status, body, False
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise KeyBusy from error
        raise
    kept = IdempotencyKey.objects.get(token=token, key=key)
    if bytes(kept.request_hash) != digest:
        raise KeyReused
    return kept.status, kept.body, True


def _claim(token: ApiToken, key: str, digest: bytes) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [token.pk, key, digest, timezone.now()])
        row = cursor.fetchone()
    return row[0] if row else None
