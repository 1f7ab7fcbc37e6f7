"""The cast: named people and things that the tests speak of.

visitor     Lin Yue, has signed in once
stranger    somebody else with an account
staff       may do everything in the back office
editor      works in Wagtail
deactivated an account that was switched off
program     an API token that may register people
gate_device a token that may scan at gate N1
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.bookings.models import Allotment
from apps.core import clock, stamps, tokens
from apps.core.actors import Actor, actor_of_token, actor_of_user
from apps.core.clock import SHANGHAI
from apps.core.models import ApiToken
from apps.editions.models import Edition, Gate, Hall, Venue, Zone
from apps.people.models import ContactPoint, Person, User
from apps.registration.models import AccessRule, TicketDay, TicketType
from tests import shared_state

SATURDAY, SUNDAY, MONDAY, TUESDAY = (dt.date(2025, 7, day) for day in (26, 27, 28, 29))
SUNDAY_MORNING = dt.datetime(2025, 7, 27, 10, 0, tzinfo=SHANGHAI)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs once more on servers; a browser need not."""
    for item in items:
        touches = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if (touches or item.get_closest_marker("django_db")) and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.servers)


@pytest.fixture(autouse=True)
def fresh_process_memory() -> Any:
    """Nothing kept by one test reaches the next."""
    shared_state.forget()
    yield
    shared_state.forget()


@pytest.fixture(autouse=True)
def sunday_morning() -> Any:
    """Business time stands still on the fair's second day, 10:00 in Shanghai."""
    with clock.frozen_at(SUNDAY_MORNING):
        yield SUNDAY_MORNING


@dataclass
class Fair:
    """A small fair: one edition, one gate, three ticket types."""

    edition: Edition
    venue: Venue
    hall: Hall
    zone: Zone
    gate: Gate
    visitor_ticket: TicketType
    workshop: TicketType
    tour: TicketType
    allotments: dict[str, list[Allotment]] = field(default_factory=dict)


def make_ticket_type(edition: Edition, slug: str, quotas: dict[dt.date, int], **more: Any) -> TicketType:
    """Make a ticket type on sale with one allotment a day."""
    waits = more.pop("waiting_list", False)
    values = {
        "name_en": slug.replace("-", " ").title(),
        "name_zh_hans": f"{slug} 票",
        "name_de": f"{slug}-Ticket",
        "sale_opens": dt.datetime(2025, 5, 1, tzinfo=SHANGHAI),
        "sale_closes": dt.datetime(2025, 7, 29, 16, tzinfo=SHANGHAI),
    }
    made = TicketType.objects.create(edition=edition, slug=slug, **values | more)
    for day, quota in quotas.items():
        allotment = Allotment.objects.create(
            code=f"{edition.year}:{slug}:{day}", name=f"{slug} {day}", capacity=quota, has_waiting_list=waits
        )
        TicketDay.objects.create(ticket_type=made, day=day, allotment=allotment)
    return made


@pytest.fixture
def fair(db: Any) -> Fair:
    """Build the small fair."""
    edition = Edition.objects.create(
        year=2025,
        ordinal=8,
        name_en="World AI Conference 2025",
        name_zh_hans="2025世界人工智能大会",
        name_de="Welt-KI-Konferenz 2025",
        mode=Edition.Mode.ON_SITE,
        conference=(SATURDAY, TUESDAY),
        exhibition=(SATURDAY, dt.date(2025, 7, 30)),
        is_current=True,
    )
    venue = Venue.objects.create(
        slug="expo", name_en="Exhibition Center", name_zh_hans="世博展览馆", name_de="Messezentrum"
    )
    hall = Hall.objects.create(
        code="H1", venue=venue, name_en="Hall 1", gross_sqm=25_000, approved_capacity=8_000, amber=6_400, red=7_600
    )
    zone = Zone.objects.create(code="SITE-EXPO", venue=venue, name_en="Exhibition floor")
    gate = Gate.objects.create(code="N1", zone=zone, name_en="North gate 1", name_zh_hans="北1门", name_de="Nordtor 1")
    every_day = dict.fromkeys((SATURDAY, SUNDAY, MONDAY, TUESDAY), 1000)
    visitor_ticket = make_ticket_type(edition, "visitor", every_day, picks_days=True)
    workshop = make_ticket_type(edition, "workshop-50", {MONDAY: 50})
    tour = make_ticket_type(edition, "lab-tour", {MONDAY: 2}, waiting_list=True)
    for kind in (visitor_ticket, workshop):
        AccessRule.objects.create(ticket_type=kind, zone=zone, opens=dt.time(8), closes=dt.time(18))
    stamps.touch()
    shared_state.forget()
    return Fair(edition, venue, hall, zone, gate, visitor_ticket, workshop, tour)


def make_account(email: str, name: str, **more: Any) -> User:
    """Make an account with a person and a verified address."""
    person = Person.objects.create(name=name, language="en")
    user = User.objects.create_user(email, person=person, **more)
    ContactPoint.objects.create(person=person, value=email, verified_at=SUNDAY_MORNING)
    return user


@pytest.fixture
def visitor(db: Any) -> User:
    """Lin Yue, a visitor who has signed in."""
    return make_account("lin.yue@example.org", "Lin Yue")


@pytest.fixture
def stranger(db: Any) -> User:
    """Somebody else."""
    return make_account("stranger@example.org", "Sam Stranger")


@pytest.fixture
def staff(db: Any) -> User:
    """A member of staff who may do everything."""
    return make_account("staff@example.org", "Staff Member", is_staff=True, is_superuser=True)


@pytest.fixture
def clerk(db: Any) -> User:
    """A member of staff without any permission."""
    return make_account("clerk@example.org", "Clerk", is_staff=True)


@pytest.fixture
def deactivated(db: Any) -> User:
    """An account that was switched off."""
    return make_account("gone@example.org", "Gone", is_active=False)


@pytest.fixture
def visitor_client(visitor: User) -> Client:
    """The visitor's browser."""
    return signed_in(visitor)


@pytest.fixture
def staff_client(staff: User) -> Client:
    """The browser of a member of staff."""
    return signed_in(staff)


def signed_in(user: User) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass
class Caller:
    """An API client with its token."""

    token: ApiToken
    secret: str
    client: APIClient

    @property
    def actor(self) -> Actor:
        """Return the actor that the token stands for."""
        return actor_of_token(self.token)


def make_caller(name: str, scopes: list[str], bound_to: str = "") -> Caller:
    """Issue a token and return a client that sends it."""
    token, secret = tokens.issue(name=name, scopes=scopes, bound_to=bound_to)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return Caller(token, secret, client)


@pytest.fixture
def program(db: Any) -> Caller:
    """A program that registers people."""
    return make_caller("partner site", ["registrations:read", "registrations:write", "webhooks"])


@pytest.fixture
def rival_program(db: Any) -> Caller:
    """Another program with the same rights."""
    return make_caller("rival site", ["registrations:read", "registrations:write", "webhooks"])


@pytest.fixture
def gate_device(fair: Fair) -> Caller:
    """A phone paired with gate N1."""
    return make_caller("N1 phone", ["check-ins:write"], bound_to="gate:N1")


@pytest.fixture
def as_actor() -> Any:
    """Turn a user into an actor."""
    return actor_of_user
