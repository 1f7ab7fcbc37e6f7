"""Editions, figures, topics and places in the back office."""

from apps.editions.admin import figures, places
from apps.editions.admin.editions import EditionAdmin
from apps.editions.admin.places import GateAdmin

__all__ = ["EditionAdmin", "GateAdmin", "figures", "places"]
