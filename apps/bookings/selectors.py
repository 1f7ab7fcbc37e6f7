"""Reads of allotments for other apps' services."""

from collections.abc import Iterable

from apps.bookings.models import Allotment


def free_places(allotments: Iterable[int]) -> dict[int, int]:
    """Return how many places each allotment has left."""
    rows = Allotment.objects.filter(pk__in=allotments).values_list("pk", "capacity", "taken")
    return {pk: capacity - taken for pk, capacity, taken in rows}
