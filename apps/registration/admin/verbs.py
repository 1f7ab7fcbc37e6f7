"""The desk's verbs over registrations, each one a call of its service."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import states
from apps.core.actors import Actor
from apps.core.admin import Act
from apps.core.admin import Refused as Left
from apps.registration.models import Registration
from apps.registration.services import badges, mails, registrations
from apps.registration.services.data import Refused

State = Registration.State
WAITS_FOR_DESK = (State.ID_CHECK, State.AWAITING_PAYMENT)


def _said(verb: Callable[[Registration, Actor, str], Any]) -> Callable[[Registration, Actor, str], None]:
    """Turn the services' refusals into sentences of the back office."""

    def run(registration: Registration, by: Actor, reason: str) -> None:
        try:
            verb(registration, by, reason)
        except Refused as refused:
            raise Left(refused.sentence) from refused

    return run


def _resend(registration: Registration, by: Actor, reason: str) -> None:
    mails.resend(registration=registration, by=by)


def _advance(registration: Registration, by: Actor, reason: str) -> None:
    if registration.state not in WAITS_FOR_DESK:
        raise Left(_("Nothing is open at the desk."))
    registrations.advance(registration=registration, by=by, reason=reason)


def _cancel(registration: Registration, by: Actor, reason: str) -> None:
    registrations.cancel(registration=registration, by=by, reason=reason)


def _reissue(registration: Registration, by: Actor, reason: str) -> None:
    badges.reissue(registration=registration, by=by, reason=reason)


def _hold(registration: Registration, by: Actor, reason: str) -> None:
    registrations.hold_at_gate(registration=registration, by=by, reason=reason)


def _release(registration: Registration, by: Actor, reason: str) -> None:
    if not registration.manual_hold:
        raise Left(_("It is not stopped."))
    registrations.release_hold(registration=registration, by=by)


ACTS = (
    Act("resend", gettext_lazy("Send the mail again"), _said(_resend)),
    Act("advance", gettext_lazy("Document or payment is there"), _said(_advance), needs_reason=True),
    Act("reissue", gettext_lazy("Replace the ticket"), _said(_reissue), needs_reason=True),
    Act("hold", gettext_lazy("Stop at the gate"), _said(_hold), needs_reason=True),
    Act("release", gettext_lazy("Let through again"), _said(_release)),
    Act("cancel", gettext_lazy("Cancel the registration"), _said(_cancel), needs_reason=True, danger=True),
)


def possible(acts: list[Act], registration: Registration) -> list[Act]:
    """Leave out what this registration cannot do now."""
    useless = {"release" if not registration.manual_hold else "hold"}
    if not states.allowed(registration, State.CANCELLED):
        useless.add("cancel")
    if registration.state not in WAITS_FOR_DESK:
        useless.add("advance")
    if registration.state not in (State.BADGE_ISSUED, State.ATTENDED):
        useless |= {"reissue", "hold"}
    return [act for act in acts if act.name not in useless]
