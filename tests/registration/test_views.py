"""The visitor's path, page by page."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from apps.bookings.models import Allotment, WaitingEntry
from apps.core import clock
from apps.core.actors import SYSTEM
from apps.core.models import Outbox, Provenance
from apps.people.models import Consent, Person, User
from apps.registration.catalogue import offer_of
from apps.registration.models import Badge, Registration, TicketType
from apps.registration.services import PersonData, register, registrations
from tests import shared_state
from tests.conftest import MONDAY, SATURDAY, SUNDAY, TUESDAY, make_account

State = Registration.State
START, DETAILS = "/en/register/", "/en/register/details/"
VISITOR_ON_SUNDAY = f"{DETAILS}?ticket=visitor&day=2025-07-27"
WHO = {
    "name": "Lin Yue",
    "country": "CN",
    "birth_year": "1990",
    "language": "en",
    "agrees": "on",
}


def proven(user: User) -> User:
    """Let the account have proven its address, as a first sign-in by code does."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def lin(visitor: User, client: Client) -> User:
    """Lin Yue, signed in with this test's client."""
    client.force_login(proven(visitor))
    return visitor


@pytest.fixture
def newcomer(db, client: Client) -> User:
    """An account from a first sign-in by code: no person is known yet."""
    user = proven(User.objects.create_user("newcomer@example.org"))
    client.force_login(user)
    return user


def enrol(user: User, slug: str = "visitor", days=(SUNDAY,), **more) -> Registration:
    """Register somebody with an account."""
    person = PersonData(name=user.person.name, email=user.email, is_verified=True, person=user.person, **more)
    return register(offer=offer_of(2025, slug), person=person, days=days, by=SYSTEM, made_by="person").registration


def sell_out(slug: str, day: dt.date | None = None) -> None:
    """Take every place of a ticket, on one day or on all."""
    rows = Allotment.objects.filter(ticket_day__ticket_type__slug=slug)
    for row in rows.filter(ticket_day__day=day) if day else rows:
        Allotment.objects.filter(pk=row.pk).update(taken=row.capacity)


def text_of(answer) -> str:
    return answer.content.decode()


# --- choosing ---


def test_everybody_sees_what_is_offered_with_its_free_places(fair, client):
    sell_out("workshop-50")

    answer = client.get(START)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    states = {offer.kind.slug: [day.state for day in offer.days] for offer in answer.context["offers"]}
    assert states == {
        "visitor": ["past", "free", "free", "free"],
        "workshop-50": ["full"],
        "lab-tour": ["free"],
    }


def test_a_ticket_that_is_not_public_is_not_offered(fair, client):
    TicketType.objects.filter(slug="lab-tour").update(is_public=False)
    shared_state.forget()

    answer = client.get(START)

    assert [offer.kind.slug for offer in answer.context["offers"]] == ["visitor", "workshop-50"]
