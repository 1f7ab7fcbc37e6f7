"""What happens to a registration after it was made."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from apps.bookings import services as bookings
from apps.core import clock, history, outbox, states
from apps.core.actors import SYSTEM, Actor
from apps.registration.models import Badge, Registration
from apps.registration.services.data import Refused
from apps.registration.services.register import new_badge, news_of

State = Registration.State
BATCH = 1000


@transaction.atomic
def cancel(*, registration: Registration, by: Actor, reason: str = "") -> Registration:
    """Cancel: places go back, the badge ends, the person is told. Raises Refused."""
    try:
        states.move(registration, State.CANCELLED, by=by, reason=reason)
    except states.IllegalMove as error:
        raise Refused("cannot_cancel", registration) from error
    _revoke_badges(registration)
    bookings.release(batch=registration.batch, by=by)
    outbox.put_many(news_of(registration))
    return registration


@transaction.atomic
def accept_offer(*, registration: Registration, by: Actor) -> Registration:
    """Take the place that the waiting list has offered. Raises Refused when it is too late."""
    if registration.state != State.SUBMITTED or not bookings.confirm(batch=registration.batch, by=by):
        raise Refused("offer_over", registration)
    return advance(registration=registration, by=by)


@transaction.atomic
def advance(*, registration: Registration, by: Actor, reason: str = "") -> Registration:
    """Move on to the next state whose guard is met, as far as the badge.

    From id_check and awaiting_payment this is the desk's word that document or payment are
    there.
    """
    kind = registration.ticket_type
    if registration.state == State.SUBMITTED and kind.needs_document:
        states.move(registration, State.ID_CHECK, by=by, reason=reason)
    elif registration.state in (State.SUBMITTED, State.ID_CHECK) and kind.price > 0:
        states.move(registration, State.AWAITING_PAYMENT, by=by, reason=reason)
    else:
        states.move(registration, State.CONFIRMED, by=by, reason=reason)
        issue_badge(registration=registration, by=by)
    outbox.put_many(news_of(registration))
    return registration


def issue_badge(*, registration: Registration, by: Actor) -> Badge:
    """Issue the first badge of a confirmed registration."""
    badge = new_badge(registration)
    badge.save(force_insert=True)
    states.move(registration, State.BADGE_ISSUED, by=by)
    return badge


@transaction.atomic
def hold_at_gate(*, registration: Registration, by: Actor, reason: str) -> None:
    """Stop somebody at the gates (`manual_hold`); staff give a reason."""
    Registration.objects.filter(pk=registration.pk).update(manual_hold=True, hold_reason=reason[:200])
    history.write(registration, "registration.held_at_gate", by=by, reason=reason, changed=["manual_hold"])


@transaction.atomic
def release_hold(*, registration: Registration, by: Actor) -> None:
    """Let somebody through again."""
    Registration.objects.filter(pk=registration.pk).update(manual_hold=False, hold_reason="")
    history.write(registration, "registration.released_at_gate", by=by, changed=["manual_hold"])


@transaction.atomic
def offer_made(*, batch: str) -> None:
    """Tell the person that the waiting list has a place; safe to repeat."""
    registration = Registration.objects.filter(batch=batch, state=State.WAITLISTED).first()
    if registration is None:
        return
    states.move(registration, State.SUBMITTED, by=SYSTEM, reason="waiting list")
    outbox.put("mail", "registration_offered", {"registration": registration.code})


@transaction.atomic
def hold_expired(*, batch: str) -> None:
    """End a registration whose hold has run out; safe to repeat."""
    registration = Registration.objects.filter(batch=batch).first()
    if registration and states.allowed(registration, State.EXPIRED):
        states.move(registration, State.EXPIRED, by=SYSTEM, reason="hold expired")
        outbox.put("mail", "registration_expired", {"registration": registration.code})


def close_past(*, today: dt.date | None = None) -> int:
    """Close the registrations of editions that are over; return how many."""
    day = today or clock.today()
    closed = 0
    for start in (State.ATTENDED, State.BADGE_ISSUED):
        over = (
            Registration.objects.filter(state=start)
            .exclude(edition__exhibition__endswith__gt=day)
            .exclude(edition__exhibition=None, edition__conference__endswith__gt=day)
        )
        while ids := list(over.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            closed += len(states.move_many(Registration, ids, start, State.CLOSED, by=SYSTEM))
    return closed


def _revoke_badges(registration: Registration) -> None:
    Badge.objects.filter(registration=registration, revoked_at=None).update(revoked_at=timezone.now())
