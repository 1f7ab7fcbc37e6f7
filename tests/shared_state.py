"""What a process keeps between requests, and how a test starts without it."""

from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from apps.core import clock, stamps
from apps.core.api.throttle import TokenThrottle
from apps.registration import catalogue, manifest


def forget() -> None:
    """Drop everything kept in process memory, the last request's language included."""
    translation.activate("en")
    clock.forget()
    stamps.forget()
    catalogue.forget()
    manifest.forget()
    TokenThrottle.counts.clear()
    caches["pages"].clear()
    if settings.REDIS_URL:  # the embedded default keeps its cache in the database, which each test rolls back
        caches["default"].clear()
