"""Cursor pages with a count of what this caller may see."""

from typing import Any

from rest_framework.pagination import CursorPagination
from rest_framework.response import Response


class CountedCursorPagination(CursorPagination):
    """50 a page, at most 200; the order always ends in id, so no row is skipped."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "id"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """Count what the caller may see, then cut the page."""
        self.count = queryset.count()
        return super().paginate_queryset(queryset, request, view)

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """Use the view's order and end it in id."""
        order = tuple(getattr(view, "ordering", ()) or ())
        return order if order and order[-1].lstrip("-") == "id" else (*order, "id")

    def get_paginated_response(self, data: Any) -> Response:
        """Answer count, next, previous, results."""
        return Response(
            {
                "count": self.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the page."""
        described = super().get_paginated_response_schema(schema)
        described["properties"]["count"] = {"type": "integer"}
        return described
