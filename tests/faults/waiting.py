"""Waiting for something with a deadline; the one place where a test pauses."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooLate(AssertionError):
    """The deadline has passed."""


def until(condition: Callable[[], T], seconds: float, what: str, pause: float = 0.05) -> T:
    """Return the first true answer of `condition`; raise TooLate after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TooLate(f"After {seconds} s still not: {what}")
        time.sleep(pause)
    return answer
