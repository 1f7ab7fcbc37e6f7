"""Bearer tokens and the permission door for API views."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.core import tokens
from apps.core.actors import actor_of
from apps.core.permissions import can


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; sets `request.auth`, never a user."""

    def authenticate(self, request: Request) -> tuple[None, Any] | None:
        """Return the live token, None without a header; raise for a wrong one."""
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if len(parts) != 2 or parts[0].lower() != b"bearer":
            raise AuthenticationFailed("Use the header Authorization: Bearer <token>.")
        try:
            token = tokens.find(parts[1].decode())
        except UnicodeDecodeError:
            token = None
        if token is None:
            raise AuthenticationFailed("The token is not known or has ended.")
        return None, token

    def authenticate_header(self, request: Request) -> str:
        """Make DRF answer 401 rather than 403."""
        return "Bearer"


class DoorPermission(BasePermission):
    """Asks the door for the verb that the view declares for its method.

    A view names `verbs = {"GET": "editions.read", …}` or `public = True`.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Deny what the view has not declared."""
        if getattr(view, "public", False) and request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        verb = getattr(view, "verbs", {}).get(request.method)
        return verb is not None and can(actor_of(request), verb)
