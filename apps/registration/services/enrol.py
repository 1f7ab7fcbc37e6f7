"""Somebody who has signed in registers: account, person and consents belong to the same moment."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction

from apps.core.actors import Actor
from apps.people import selectors as people_selectors
from apps.people import services as people
from apps.people.models import Person, User
from apps.registration.catalogue import Offer
from apps.registration.models import Registration
from apps.registration.selectors import account_for_update
from apps.registration.services.data import Outcome, PersonData, Refused
from apps.registration.services.register import register

PROFILE = ("name", "name_hans", "name_latin", "country", "language")


class WaitingListOnly(Exception):
    """Places were free when the form was shown and are gone now; the queue was not agreed to."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What goes beyond the person: days, interests, consents given, whether waiting is fine."""

    days: tuple[dt.date, ...] | None = None
    interests: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    text_version: str = ""
    may_wait: bool = False


@transaction.atomic
def enrol(*, offer: Offer, user: User, person: PersonData, wishes: Wishes, by: Actor) -> Outcome:
    """Register the owner of an account, tie account and person, note the consents: all or nothing.

    Raises Refused, and WaitingListOnly when only the queue is left and was not agreed to.
    """
    account = account_for_update(user)
    owner = people_selectors.person_of_user(account) or people.claim_address(user=account, email=person.email)
    if owner is None and people_selectors.person_of_address(person.email):
        raise Refused("already_registered")
    outcome = register(
        offer=offer,
        person=replace(person, person=owner, is_verified=True),
        days=wishes.days,
        by=by,
        made_by="person",
        interests=wishes.interests,
    )
    if not outcome.created:
        return _own(outcome, owner)
    if outcome.registration.state == Registration.State.WAITLISTED and not wishes.may_wait:
        raise WaitingListOnly
    if owner is None:
        owner = people.link_person(user=account, person_id=outcome.registration.person_id)
    else:
        people.change_profile(person=owner, by=by, **{name: getattr(person, name) for name in PROFILE})
    for purpose in wishes.consents:
        people.answer_consent(person=owner, purpose=purpose, text_version=wishes.text_version, given=True, by=by)
    return outcome


def _own(outcome: Outcome, owner: Person | None) -> Outcome:
    """Give back an earlier registration only to the person whose it is."""
    if owner is None or outcome.registration.person_id != owner.pk:
        raise Refused("already_registered")
    return outcome
