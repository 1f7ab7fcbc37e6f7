"""What waits: each app tells the start page what its staff should look at."""

from typing import NamedTuple

from django.http import HttpRequest

from apps.core.sockets import Registry

waiting = Registry("waiting")


class Row(NamedTuple):
    """One thing that waits, with the list that shows it."""

    label: object
    number: object
    url: str = ""
    tone: str = ""
    bar: object = ""


class Panel(NamedTuple):
    """A few rows under one title; `empty` is what a quiet day says."""

    title: object
    rows: list[Row]
    empty: object = ""
    place: int = 50  # from the first to the last on the page


def panels_for(request: HttpRequest) -> list[Panel]:
    """Return the panels that this member of staff may see, in their order."""
    found = (function(request) for function in waiting)
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.place)
