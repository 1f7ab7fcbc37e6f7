"""The one decision of a gate: may this ticket go through here now? Pure, no database."""

import datetime as dt
from dataclasses import dataclass

from apps.core.clock import SHANGHAI
from apps.registration.catalogue import Window
from apps.registration.models import Registration, Scan

Reason = Scan.Reason
State = Registration.State

BY_STATE = {
    State.AWAITING_PAYMENT: Reason.UNPAID,
    State.ID_CHECK: Reason.DOCUMENT,
    State.CONFIRMED: "",
    State.BADGE_ISSUED: "",
    State.ATTENDED: "",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a ticket and the gate at the moment of a scan."""

    state: str
    days: tuple[dt.date, ...]
    is_revoked: bool
    manual_hold: bool
    window: Window | None
    crowd_hold: bool
    is_inside: bool


def refusal(facts: Facts, at: dt.datetime, direction: str) -> str:
    """Return the one reason of a refusal (INV-16), or an empty text for an admission.

    Somebody who leaves is only refused with a ticket that was never valid.
    """
    if facts.is_revoked:
        return Reason.REVOKED
    by_state = BY_STATE.get(State(facts.state), Reason.REVOKED)
    if by_state:
        return by_state
    if direction == Scan.Direction.OUT:
        return ""
    if facts.manual_hold:
        return Reason.MANUAL_HOLD
    local = at.astimezone(SHANGHAI)
    if facts.window is None:
        return Reason.WRONG_ZONE
    if local.date() not in facts.days:
        return Reason.WRONG_DAY
    if not facts.window.opens <= local.time() < facts.window.closes:
        return Reason.WINDOW
    if facts.is_inside:
        return Reason.DUPLICATE
    return Reason.FULL if facts.crowd_hold else ""
