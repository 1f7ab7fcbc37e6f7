"""The letters about a registration, in its language. None where its state no longer fits the letter."""

from typing import Any

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.core.actors import SYSTEM
from apps.core.mail import Attachment, Mail, compose, mails
from apps.core.templatetags.house import shanghai
from apps.core.translation import text_of
from apps.registration import selectors
from apps.registration.documents import badge as badges
from apps.registration.documents import calendar as calendars
from apps.registration.documents import words
from apps.registration.models import Registration

State = Registration.State
Payload = dict[str, Any]
VALID = (State.BADGE_ISSUED, State.ATTENDED)


@mails.register("registration_confirmed")
def confirmed(payload: Payload) -> Mail | None:
    """The ticket: link, badge and calendar entry."""
    found = _find(payload, *VALID)
    return _with_ticket("registration_confirmed", found, _("Your ticket for WAIC %(year)s"))


@mails.register("badge_reissued")
def reissued(payload: Payload) -> Mail | None:
    """A new code; the old one opens no gate any more."""
    found = _find(payload, *VALID)
    return _with_ticket("badge_reissued", found, _("Your new ticket for WAIC %(year)s"))


@mails.register("registration_received")
def received(payload: Payload) -> Mail | None:
    """What is still missing before the ticket; for a place that is offered, the offer once more."""
    found = _find(payload, State.SUBMITTED, State.ID_CHECK, State.AWAITING_PAYMENT)
    if found and found.state == State.SUBMITTED and selectors.offered_until(found):
        return offered(payload)
    return _letter("registration_received", found, _("We have your registration for WAIC %(year)s"))


@mails.register("registration_waitlisted")
def waitlisted(payload: Payload) -> Mail | None:
    """A place in the queue."""
    found = _find(payload, State.WAITLISTED)
    return _letter("registration_waitlisted", found, _("You are on the waiting list for WAIC %(year)s"))


@mails.register("registration_offered")
def offered(payload: Payload) -> Mail | None:
    """A place from the waiting list, and until when it is kept."""
    found = _find(payload, State.SUBMITTED)
    until = selectors.offered_until(found) if found else None
    if found is None or until is None:
        return None
    with translation.override(found.language):
        moment = shanghai(until)
    subject = _("A place is free for you at WAIC %(year)s")
    return _letter("registration_offered", found, subject, {"until": moment})


@mails.register("registration_expired")
def expired(payload: Payload) -> Mail | None:
    """The place was not taken in time."""
    found = _find(payload, State.EXPIRED)
    return _letter("registration_expired", found, _("Your place at WAIC %(year)s has gone to the next in line"))


@mails.register("registration_cancelled")
def cancelled(payload: Payload) -> Mail | None:
    """The registration has ended."""
    found = _find(payload, State.CANCELLED)
    return _letter("registration_cancelled", found, _("Your registration for WAIC %(year)s is cancelled"))


def _find(payload: Payload, *states: str) -> Registration | None:
    """Return the registration if it is in one of the states; letters about others are out of date."""
    try:
        found = selectors.get_registration_for(SYSTEM, str(payload.get("registration", "")))
    except Http404:
        return None
    return found if found.state in states else None


def _with_ticket(name: str, registration: Registration | None, subject: Any) -> Mail | None:
    """Write a letter with badge and calendar entry; None once there is no valid badge."""
    code = selectors.code_of(selectors.badge_of(registration)) if registration else None
    if registration is None or code is None:
        return None
    visit = selectors.visit_of(registration)
    address = calendars.ticket_address(registration)
    files = (
        Attachment(badges.file_name(registration), badges.badge_of(registration, visit, code), badges.CONTENT_TYPE),
        Attachment(
            calendars.file_name(registration), calendars.calendar_of(registration, visit, address), "text/calendar"
        ),
    )
    return _letter(name, registration, subject, attachments=files)


def _letter(
    name: str,
    registration: Registration | None,
    subject: Any,
    more: dict[str, Any] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Mail | None:
    """Render the two parts of a letter with what every one of them says; None about nothing."""
    if registration is None:
        return None
    visit = selectors.visit_of(registration)
    with translation.override(registration.language):
        context = {
            "year": registration.edition.year,
            "edition": text_of(registration.edition, "name").value,
            "kind": text_of(registration.ticket_type, "name").value,
            "days": words.days_words(registration.days),
            "place": words.place_words(visit),
            "gates": words.gate_words(visit),
            "standing": str(words.standing_of(registration).text),
            "code": registration.code,
            "address": calendars.ticket_address(registration),
            "is_sample": registration.is_sample,
            **(more or {}),
        }
    return compose(
        name,
        to=registration.email_key,
        language=registration.language,
        subject=subject,
        context=context,
        words={"name": registration.person.name_in(registration.language)},
        attachments=attachments,
    )
