"""Pages over large tables: counting stops where nobody reads on."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNT_AT_MOST = 10_000


class CappedPaginator(Paginator):
    """Counts at most ten thousand rows, so a list of any length opens at the same speed."""

    @property
    def is_capped(self) -> bool:
        """Tell whether there may be more rows than were counted."""
        return self.count >= COUNT_AT_MOST

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, ten thousand at most."""
        rows = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        return rows.order_by()[:COUNT_AT_MOST].count()
