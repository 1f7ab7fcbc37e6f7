"""Tickets, registrations and gates in the back office."""

from apps.registration.admin import gates, panels, registrations, tickets

__all__ = ["gates", "panels", "registrations", "tickets"]
