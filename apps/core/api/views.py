"""The base of our API views."""

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from rest_framework import viewsets
from rest_framework.views import APIView

from apps.core.actors import Actor, actor_of
from apps.core.api.language import LanguageMixin


class HouseAPIView(LanguageMixin, APIView):
    """An API view that knows its actor."""

    @property
    def actor(self) -> Actor:
        """Return who calls."""
        return actor_of(self.request)


class PublicReadViewSet(LanguageMixin, viewsets.ReadOnlyModelViewSet):
    """Public facts: list and detail, `?q=` through the search index.

    A subclass names `select(actor)` (its selector) and `search_model`.
    """

    public = True
    select: Any = None
    finder: Any = None

    @property
    def actor(self) -> Actor:
        """Return who calls."""
        return actor_of(self.request)

    def get_queryset(self) -> Any:
        """Read through the selector; with `?q=` only what the search finds, by rank."""
        rows = type(self).select(self.actor)
        query = self.request.query_params.get("q", "").strip()
        if query and self.action == "list":
            return self.found(rows, query)
        return rows

    def found(self, rows: Any, query: str) -> Any:
        """Keep the rows that the index finds, at most 200, best first."""
        return self.ranked(rows, type(self).finder(self.actor, query, rows.model))

    def ranked(self, rows: Any, ids: list[int]) -> Any:
        """Order rows as their primary keys are given."""
        self.ordering = ("rank", "id")
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)]
        rank = Case(*places, default=Value(len(ids)), output_field=IntegerField())
        return rows.filter(pk__in=ids).annotate(rank=rank)
