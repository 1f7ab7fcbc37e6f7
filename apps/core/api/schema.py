"""What the schema cannot find out by itself: how callers prove themselves, and which calls are ours."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerToken(OpenApiAuthenticationExtension):
    """`Authorization: Bearer <token>`."""

    target_class = "apps.core.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe it in the words of OpenAPI."""
        return {"type": "http", "scheme": "bearer"}


def only_our_calls(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Keep what lies under /api/v1/."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
