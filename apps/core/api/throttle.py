"""Limits per token and for anonymous readers, counted in this process without a round trip.

The figures are ceilings against runaway clients (a token is good for at least 600 calls a
minute), so each process counting on its own is exact enough.
"""

import time
from collections import OrderedDict
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds
REMEMBERED = 20_000


class TokenThrottle(BaseThrottle):
    """A fixed window a minute, keyed by token, else by network address."""

    counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the call; refuse it above the rate."""
        kind, key = self.key_of(request)
        limit = int(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][kind].split("/")[0])
        window = int(time.time() // WINDOW)
        started, count = self.counts.get(key, (window, 0))
        count = count + 1 if started == window else 1
        self.counts[key] = (window, count)
        self.counts.move_to_end(key)
        if len(self.counts) > REMEMBERED:
            self.counts.popitem(last=False)
        return count <= limit

    def wait(self) -> float:
        """Return the seconds until the next window."""
        return WINDOW - time.time() % WINDOW

    @staticmethod
    def key_of(request: Request) -> tuple[str, str]:
        """Return the kind of limit and whom it counts."""
        if request.auth is not None:
            return "token", f"t{request.auth.pk}"
        return "anonymous", f"a{request.META.get('REMOTE_ADDR', '')}"
