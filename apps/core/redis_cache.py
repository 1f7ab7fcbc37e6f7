"""The shared cache on Redis, which may vanish at any time without a page going down.

A read that fails is a miss, a write that fails is lost: limits then count nothing for a while,
sign-in, registration and scans go on.
"""

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that answers like an empty one while Redis is away."""

    def _try(self, name: str, fallback: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_away", call=name, error=type(error).__name__)
            return fallback

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """Return the value, or the default when it is not there or Redis is away."""
        return self._try("get", default, key, default=default, version=version)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Store if possible."""
        return self._try("set", None, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """Store if absent; while Redis is away everything counts as absent."""
        return self._try("add", True, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        """Extend if possible."""
        return self._try("touch", False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Forget if possible."""
        return self._try("delete", False, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        """Count; while Redis is away every count is the first."""
        return self._try("incr", delta, key, delta=delta, version=version)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        """Return what is there."""
        return self._try("get_many", {}, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        """Store if possible."""
        return self._try("set_many", [], *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        """Tell whether it is there."""
        return self._try("has_key", False, *args, **kwargs)
