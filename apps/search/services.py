"""Filling the index from the socket `knowledge`, one object or everything, while serving."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from apps.core import outbox, sockets
from apps.core.models import Outbox
from apps.core.offers import Known
from apps.search import words
from apps.search.models import Entry

EVERYTHING = "*"
CHUNK = 500

_SAVE = """
INSERT INTO search_entry (object_type, object_id, kind, language, title, summary, body, url, words,
    facts, audience, place, starts, ends, is_sample, updated_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::jsonb, %s, %s, %s, %s, %s, now())
ON CONFLICT (object_type, object_id, language) DO UPDATE SET
    kind = excluded.kind, title = excluded.title, summary = excluded.summary, body = excluded.body,
    url = excluded.url, words = excluded.words, facts = excluded.facts, audience = excluded.audience,
    place = excluded.place, starts = excluded.starts, ends = excluded.ends,
    is_sample = excluded.is_sample, updated_at = excluded.updated_at
"""


@outbox.handler("index")
def follow(message: Outbox) -> None:
    """Bring the index in step with one changed row, or with everything."""
    if message.name == EVERYTHING:
        rebuild()
    else:
        index(label=message.name, ids=[message.payload["id"]])


@transaction.atomic
def index(*, label: str, ids: list[int]) -> None:
    """Write the entries of some rows of a table; rows that may not be known leave the index."""
    known = sockets.knowledge.get(label)
    if known is None:
        return
    rows = list(known.rows().filter(pk__in=ids))
    kept = _write(label, rows, known.entries)
    Entry.objects.filter(object_type=label, object_id__in=ids).exclude(pk__in=_ids_of(label, kept)).delete()


def rebuild() -> int:
    """Write everything again, table by table; readers see the old entries until the new stand."""
    count = 0
    for label, known in sockets.knowledge.items():
        with transaction.atomic():
            kept = set()
            chunk: list[Any] = []
            for row in known.rows().order_by("pk").iterator(chunk_size=CHUNK):
                chunk.append(row)
                if len(chunk) == CHUNK:
                    kept |= _write(label, chunk, known.entries)
                    chunk = []
            kept |= _write(label, chunk, known.entries)
            stale = Entry.objects.filter(object_type=label)
            stale.exclude(pk__in=_ids_of(label, kept)).delete()
            count += len(kept)
    Entry.objects.exclude(object_type__in=[label for label, _known in sockets.knowledge.items()]).delete()
    return count


def _write(label: str, rows: Iterable[Any], entries: Any) -> set[tuple[int, str]]:
    values, kept = [], set()
    for row in rows:
        for known in entries(row):
            values.append(_values(label, row.pk, known))
            kept.add((row.pk, known.language))
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_SAVE, values)
    return kept


def _values(label: str, pk: int, known: Known) -> list[Any]:
    text = {"A": f"{known.title} {known.names}", "B": known.summary, "C": known.place, "D": known.body}
    facts = json.dumps(list(known.facts), ensure_ascii=False, default=str)
    return [
        label, pk, known.kind, known.language, known.title[:250], known.summary[:400], known.body,
        known.url, words.vector(text), facts, known.audience, known.place[:120], known.starts,
        known.ends, known.is_sample,
    ]  # fmt: skip


def _ids_of(label: str, kept: set[tuple[int, str]]) -> list[int]:
    rows = Entry.objects.filter(object_type=label, object_id__in={pk for pk, _language in kept})
    return [pk for pk, obj, language in rows.values_list("pk", "object_id", "language") if (obj, language) in kept]
