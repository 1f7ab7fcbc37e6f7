"""Finding: permission first, then rank."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from apps.core.actors import Actor
from apps.core.permissions import visible
from apps.search import words
from apps.search.models import Entry

MOST_HITS = 200
OTHER_LANGUAGE = 0.6  # a hit in another language counts less


@dataclass(frozen=True, slots=True)
class Hit:
    """One object found, in the asker's language where there is one."""

    title: str
    summary: str
    url: str
    kind: str
    language: str
    is_sample: bool
    place: str


class Rank(Func):
    """`ts_rank_cd` with title, names, summary and text weighted; long texts do not win by length."""

    function = "ts_rank_cd"
    template = "%(function)s('{0.1, 0.3, 0.6, 1.0}', %(expressions)s, 1)"
    output_field = FloatField()


def find(actor: Actor, text: str, language: str, *, kind: str = "", limit: int = MOST_HITS) -> list[Hit]:
    """Return what the actor may see, best first, each object once."""
    entries = _matching(actor, text)
    if entries is None:
        return []
    if kind:
        entries = entries.filter(kind=kind)
    hits, seen = [], set()
    for entry in _ranked(entries, text, language)[: limit * 3]:
        key = (entry.object_type, entry.object_id)
        if key not in seen and len(hits) < limit:
            seen.add(key)
            hits.append(_hit(entry))
    return hits


def facets(actor: Actor, text: str) -> list[tuple[str, int]]:
    """Return how many objects of each kind a query finds, most first."""
    entries = _matching(actor, text)
    if entries is None:
        return []
    counted = entries.values("kind").annotate(n=Count("object_id", distinct=True))
    return [(row["kind"], row["n"]) for row in counted.order_by("-n", "kind")]


def ids_found(actor: Actor, text: str, model: type[Any]) -> list[int]:
    """Return the primary keys of a table's rows that a query finds, best first, at most 200."""
    entries = _matching(actor, text)
    if entries is None:
        return []
    own = entries.filter(object_type=model._meta.label_lower)
    ids = dict.fromkeys(entry.object_id for entry in _ranked(own, text, "en")[: MOST_HITS * 3])
    return list(ids)[:MOST_HITS]


def _matching(actor: Actor, text: str) -> QuerySet[Entry] | None:
    asked = words.query(text)
    if not asked:
        return None
    return visible(actor, Entry.objects.all()).extra(  # noqa: S610 - the query is a parameter
        where=["words @@ %s::tsquery"], params=[asked]
    )


def _ranked(entries: QuerySet[Entry], text: str, language: str) -> QuerySet[Entry]:
    own = Case(When(language=language, then=Value(1.0)), default=Value(OTHER_LANGUAGE))
    asked = RawSQL("%s::tsquery", [words.query(text)])
    return entries.defer("words", "body", "facts").annotate(rank=Rank(F("words"), asked) * own).order_by("-rank", "id")


def _hit(entry: Entry) -> Hit:
    return Hit(entry.title, entry.summary, entry.url, entry.kind, entry.language, entry.is_sample, entry.place)
