"""Registering: one short transaction of few statements."""

import datetime as dt

from django.db import IntegrityError, connection, transaction

from apps.bookings import services as bookings
from apps.core import clock, history, outbox, signed_codes, states
from apps.core.actors import Actor
from apps.core.models import Provenance
from apps.people import services as people
from apps.people.names import age_on
from apps.registration.catalogue import Offer
from apps.registration.models import Badge, Registration
from apps.registration.services.data import GUARDIAN_AGE, Outcome, PersonData, Refused

State = Registration.State

# Who is there already: a live registration with this address, the person whose verified
# address it is. One round trip.
_KNOWN = """
SELECT 'registration', id, person_id FROM registration_registration
WHERE edition_id = %(edition)s AND state = ANY(%(live)s)
  AND (email_key = %(email)s OR person_id = %(person)s)
UNION ALL
SELECT 'person', person_id, person_id FROM people_contactpoint
WHERE kind = 'email' AND value = %(email)s AND verified_at IS NOT NULL
"""


def register(
    *,
    offer: Offer,
    person: PersonData,
    days: tuple[dt.date, ...] | None,
    by: Actor,
    made_by: str,
    interests: tuple[str, ...] = (),
    ignore_sale_window: bool = False,
    provenance: str = Provenance.ENTERED,
) -> Outcome:
    """Register one person for an edition, as far as the ticket type's guards allow.

    `days` None means all days of the ticket. Somebody with a live registration gets that one
    back (`created` False). Raises Refused: not_on_sale, days, guardian, sold_out.
    """
    chosen = _check(offer, person, days, ignore_sale_window)
    known = _known(offer.edition.pk, person)
    if "registration" in known:
        return _present(known["registration"])
    try:
        with transaction.atomic():
            owner_id = _owner(person, known.get("person"), by, provenance)
            registration = Registration(
                edition=offer.edition,
                person_id=owner_id,
                ticket_type=offer.ticket_type,
                days=list(chosen),
                email_key=person.email,
                language=person.language,
                interests=list(interests),
                made_by=made_by,
                provenance=provenance,
            )
            badge = _place(offer, registration, chosen, by)
    except IntegrityError as error:
        if "one_live_registration" not in str(error):
            raise
        return _present(_known(offer.edition.pk, person)["registration"])
    return Outcome(registration, badge, created=True)


def _check(
    offer: Offer, person: PersonData, days: tuple[dt.date, ...] | None, ignore_sale_window: bool
) -> tuple[dt.date, ...]:
    """Ask the rules that need no database; return the chosen days in order."""
    kind = offer.ticket_type
    if not ignore_sale_window and not kind.sale_opens <= clock.now() < kind.sale_closes:
        raise Refused("not_on_sale")
    ahead = tuple(offer.days) if ignore_sale_window else days_ahead(offer)
    if not ahead:
        raise Refused("not_on_sale")
    chosen = tuple(sorted(set(days))) if days is not None and kind.picks_days else ahead
    if not chosen or not set(chosen) <= set(ahead):
        raise Refused("days")
    if person.birth_year and age_on(person.birth_year, clock.today()) < GUARDIAN_AGE:
        raise Refused("guardian")
    return chosen


def days_ahead(offer: Offer) -> tuple[dt.date, ...]:
    """Return the days of a ticket that are not over yet."""
    return tuple(day for day in offer.days if day >= clock.today())


def _known(edition_id: int, person: PersonData) -> dict[str, int]:
    values = {
        "edition": edition_id,
        "live": list(Registration.LIVE),
        "email": person.email,
        "person": person.person.pk if person.person else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, values)
        return {kind: pk for kind, pk, _person in cursor.fetchall()}


def _present(registration_id: int) -> Outcome:
    found = Registration.objects.select_related("person", "ticket_type", "edition").get(pk=registration_id)
    badge = Badge.objects.filter(registration=found, revoked_at=None).first()
    return Outcome(found, badge, created=False)


def _owner(person: PersonData, known_id: int | None, by: Actor, provenance: str) -> int:
    """Return the person to register: the one signed in, the address's owner, or a new one."""
    if person.person is not None:
        people.complete_person(
            person=person.person,
            country=person.country,
            birth_year=person.birth_year,
            name_hans=person.name_hans,
            name_latin=person.name_latin,
        )
        return person.person.pk
    if known_id is not None:
        return known_id
    return people.create_person(
        name=person.name,
        email=person.email,
        verified=person.is_verified,
        country=person.country,
        language=person.language,
        birth_year=person.birth_year,
        name_hans=person.name_hans,
        name_latin=person.name_latin,
        provenance=provenance,
    )


def _place(offer: Offer, registration: Registration, days: tuple[dt.date, ...], by: Actor) -> Badge | None:
    """Take the places and save the registration at the furthest state its guards allow."""
    kind = offer.ticket_type
    allotments = [offer.days[day] for day in days]
    shared = {
        "allotments": allotments,
        "batch": registration.batch,
        "person_id": registration.person_id,
        "provenance": registration.provenance,
    }
    path = [State.DRAFT, State.SUBMITTED]
    try:
        bookings.take(**shared)
    except bookings.SoldOut:
        if not bookings.may_queue(allotments=allotments):
            raise Refused("sold_out") from None
        path.append(State.WAITLISTED)
    else:
        path += _way(kind.needs_document, kind.price > 0)
    return _save(registration, path, shared if path[-1] == State.WAITLISTED else None, by)


def _way(needs_document: bool, costs: bool) -> list[str]:
    if needs_document:
        return [State.ID_CHECK]
    if costs:
        return [State.AWAITING_PAYMENT]
    return [State.CONFIRMED, State.BADGE_ISSUED]


def _save(registration: Registration, path: list[str], queue: dict | None, by: Actor) -> Badge | None:
    verb = states.enter_line(registration, path)
    registration.save(force_insert=True)
    if queue:
        bookings.queue(**queue)
    badge = None
    if registration.state == State.BADGE_ISSUED:
        badge = new_badge(registration)
        badge.save(force_insert=True)
    way = " → ".join(path)
    history.write(registration, verb, by=by, reason=way, states=("", registration.state))
    outbox.put_many(news_of(registration))
    return badge


def new_badge(registration: Registration) -> Badge:
    """Build the unsaved badge of a registration, with a fresh serial under the signing key."""
    return Badge(
        registration=registration,
        serial=signed_codes.new_serial(),
        key_id=signed_codes.signing_key_id(),
        provenance=registration.provenance,
    )


def news_of(registration: Registration) -> list:
    """Return the messages that a registration's present state causes: one mail, one event."""
    mail, event = {
        State.BADGE_ISSUED: ("registration_confirmed", "registration.confirmed"),
        State.WAITLISTED: ("registration_waitlisted", "registration.waitlisted"),
        State.CANCELLED: ("registration_cancelled", "registration.cancelled"),
    }.get(State(registration.state), ("registration_received", "registration.received"))
    payload = {"registration": registration.code}
    return [
        outbox.message("mail", mail, payload),
        outbox.message("event", event, {**payload, "state": registration.state}),
    ]
