"""Who acts: a person, a member of staff, a program, a device, the system itself."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """The asker of every permission and the doer of every history line.

    `label` stands in history for good and therefore never holds a person's name or address.
    """

    kind: str  # anonymous, person, staff, token, system
    id: str = ""
    label: str = ""
    user: Any = None
    token: Any = None
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_system(self) -> bool:
        """Tell whether the house itself acts (commands, tasks, reactions)."""
        return self.kind == "system"

    @property
    def person_id(self) -> int | None:
        """Return the primary key of the acting person, if a person acts."""
        return getattr(self.user, "person_id", None)

    def has_perm(self, permission: str) -> bool:
        """Ask Django's permission of a member of staff."""
        return self.kind == "staff" and self.user.is_active and self.user.has_perm(permission)


ANONYMOUS = Actor("anonymous", label="anonymous")
SYSTEM = Actor("system", label="system")


def actor_of_user(user: Any) -> Actor:
    """Return the actor for a logged-in or anonymous Django user."""
    if not getattr(user, "is_authenticated", False):
        return ANONYMOUS
    if not user.is_active:
        return ANONYMOUS
    kind = "staff" if user.is_staff else "person"
    return Actor(kind, str(user.pk), f"{kind} {user.pk}", user=user)


def actor_of_token(token: Any) -> Actor:
    """Return the actor for an API token or gate device."""
    return Actor("token", str(token.pk), f"token {token.name}"[:120], token=token, scopes=frozenset(token.scopes))


def actor_of(request: Any) -> Actor:
    """Return the actor of a request: its token where there is one, else its user."""
    token = getattr(request, "auth", None)
    if token is not None:
        return actor_of_token(token)
    return actor_of_user(getattr(request, "user", None))
