"""What registration shows on "my WAIC": the person's tickets."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.actors import actor_of
from apps.core.sockets import me
from apps.people.consents import purposes
from apps.registration import selectors
from apps.registration.documents import words

purposes.register("registration-terms", _("Terms of participation"))


class Tickets:
    """The panel with the tickets of this and of earlier editions."""

    order = 10

    def panel(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return template and context; None for somebody who has never registered."""
        found = selectors.own_registrations(actor_of(request))
        if not found:
            return None
        rows = [{"registration": row, "standing": words.standing_of(row)} for row in found]
        return {"template": "registration/me_tickets.html", "context": {"rows": rows}}


me.register("registration.tickets", Tickets())
