"""While Redis is away the cache is empty, and nobody sees an error."""

import pytest

from apps.core.redis_cache import ForgivingRedisCache


@pytest.fixture
def away():
    """A cache whose server does not answer."""
    return ForgivingRedisCache("redis://127.0.0.1:1/0", {})


def test_a_cache_that_is_away_is_an_empty_one(away):
    assert away.get("k", 7) == 7
    assert away.set("k", 1) is None
    assert away.add("k", 1) is True
    assert away.incr("k") == 1
    assert away.delete("k") is False
    assert away.get_many(["k"]) == {}
    assert away.has_key("k") is False
