"""Keeps other apps' programming interfaces out of our schema."""

from typing import Any


def only_our_calls(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Keep what lies under /api/v1/."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
