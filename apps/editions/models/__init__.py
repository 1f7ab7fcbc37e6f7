"""The facts everything else hangs on: editions, places, topics, figures, sources."""

from apps.editions.models.editions import Edition, ProgrammeBlock
from apps.editions.models.figures import KeyFigure, Source, Sourced
from apps.editions.models.places import Gate, Hall, Room, TravelTime, Venue, VenueDay, Zone
from apps.editions.models.topics import Topic

__all__ = [
    "Edition",
    "Gate",
    "Hall",
    "KeyFigure",
    "ProgrammeBlock",
    "Room",
    "Source",
    "Sourced",
    "Topic",
    "TravelTime",
    "Venue",
    "VenueDay",
    "Zone",
]
