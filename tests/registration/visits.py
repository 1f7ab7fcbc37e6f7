"""What the tests of the visitor's path share: addresses, a filled form, short verbs."""

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.bookings.models import Allotment
from apps.core.actors import SYSTEM
from apps.people.models import User
from apps.registration.catalogue import offer_of
from apps.registration.models import Registration
from apps.registration.services import PersonData, register
from tests.conftest import SUNDAY

START, DETAILS = "/en/register/", "/en/register/details/"
VISITOR_ON_SUNDAY = f"{DETAILS}?ticket=visitor&day=2025-07-27"
WHO = {
    "name": "Lin Yue",
    "country": "CN",
    "birth_year": "1990",
    "language": "en",
    "agrees": "on",
}


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
    """Return the page as text."""
    return answer.content.decode()


def statements(client: Client, method: str, address: str, data: dict | None = None) -> int:
    """Count what a warm process sends for one request, transaction control left out."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        getattr(client, method)(address, data)
    return sum("SAVEPOINT" not in query["sql"] for query in captured)
