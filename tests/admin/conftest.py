"""A furnished back office: so many rows in every table."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from apps.bookings.models import WaitingEntry
from apps.core import history, outbox, tokens
from apps.core.actors import SYSTEM
from apps.core.models import SlugRedirect, Webhook, WebhookCall
from apps.editions.models import (
    Edition,
    Gate,
    Hall,
    KeyFigure,
    ProgrammeBlock,
    Room,
    Source,
    Topic,
    TravelTime,
    Venue,
    Zone,
)
from apps.people.models import Consent, Organisation, User
from apps.records.models import Milestone
from apps.registration.catalogue import offer_of
from apps.registration.models import Device, Registration, Scan
from apps.registration.services import PersonData, register
from apps.search.models import Entry
from tests import shared_state
from tests.conftest import MONDAY, SUNDAY_MORNING, Fair, make_ticket_type, signed_in


def enrol(number: int, slug: str = "visitor", **more: Any) -> Registration:
    """Register person number so-and-so."""
    person = PersonData(name=f"Person {number}", email=f"person-{number}@example.org")
    values = {"days": (MONDAY,), "by": SYSTEM, "made_by": "test"} | more
    return register(offer=offer_of(2025, slug), person=person, **values).registration


def furnish(fair: Fair, number: int, first: int = 0) -> None:
    """Fill every table of the back office up to `number` rows, beginning at `first`."""
    for n in range(first, number):
        source = Source.objects.create(slug=f"report-{n}", title=f"Report {n}", publisher="Press")
        places(fair, n, source)
        facts(fair, n, source)
        shared_state.forget()
        at_the_fair(fair, n)
        machinery(n)


def places(fair: Fair, n: int, source: Source) -> None:
    """A venue with all that stands in it."""
    venue = Venue.objects.create(slug=f"venue-{n}", name_en=f"Venue {n}", source=source)
    hall = Hall.objects.create(
        code=f"X{n}", venue=venue, name_en=f"Hall X{n}", gross_sqm=100, approved_capacity=50, amber=30, red=40
    )
    zone = Zone.objects.create(code=f"ZONE-{n}", venue=venue, hall=hall, name_en=f"Zone {n}")
    Room.objects.create(code=f"room-{n}", venue=venue, hall=hall, name_en=f"Room {n}", seats=50)
    Gate.objects.create(code=f"G{n}", zone=zone, name_en=f"Gate {n}")
    TravelTime.objects.create(start=fair.venue, end=venue, minutes=20)


def facts(fair: Fair, n: int, source: Source) -> None:
    """An edition with figures, topics, organisations, milestones."""
    days = (dt.date(2010 + n, 7, 1), dt.date(2010 + n, 7, 4))
    edition = Edition.objects.create(
        year=2010 + n, ordinal=100 + n, name_en=f"Edition {n}", mode="online", conference=days, source=source
    )
    ProgrammeBlock.objects.create(edition=edition, slug="forums", name_en="Forums")
    KeyFigure.objects.create(
        slug=f"figure-{n}", edition=edition, metric="visitors", label_en="visitors", value=1000, source=source
    )
    parent = Topic.objects.create(slug=f"topic-{n}", name_en=f"Topic {n}")
    Topic.objects.create(slug=f"child-{n}", name_en=f"Child {n}", parent=parent)
    Organisation.objects.create(slug=f"org-{n}", kind="company", name_en=f"Company {n}")
    Milestone.objects.create(edition=edition, slug=f"milestone-{n}", title_en=f"Milestone {n}")
    make_ticket_type(fair.edition, f"ticket-{n}", {MONDAY: 10})


def at_the_fair(fair: Fair, n: int) -> None:
    """Somebody registered, scanned, waiting; a device."""
    registration = enrol(n)
    enrol(1000 + n, "workshop-50", days=None)
    token, _secret = tokens.issue(name=f"device {n}", scopes=["check-ins:write"])
    Device.objects.create(token=token, gate=fair.gate, label=f"Device {n}")
    Scan.objects.create(
        token=token,
        nonce="1",
        badge=registration.badges.get(),
        gate=fair.gate,
        direction="in",
        device_at=SUNDAY_MORNING,
        at=SUNDAY_MORNING,
        result="admitted",
    )
    entry = WaitingEntry.objects.create(person=registration.person)
    entry.allotments.set([registration.ticket_type.ticket_days.get(day=MONDAY).allotment])
    Consent.objects.create(person=registration.person, purpose="news", text_version="1", given=True, given_by="person")


def machinery(n: int) -> None:
    """Messages, webhooks, moved addresses, an account, a line of the index."""
    User.objects.create_user(f"account-{n}@example.org")
    Group.objects.create(name=f"Group {n}")
    token, _secret = tokens.issue(name=f"program {n}", scopes=["webhooks"])
    message = outbox.put("event", "registration.confirmed", {"registration": "X"})
    hook = Webhook.objects.create(token=token, url=f"https://example.org/{n}", events=["badge.reissued"], secret="s")
    WebhookCall.objects.create(webhook=hook, message=message, status=200)
    SlugRedirect.objects.create(old_path=f"/old-{n}/", new_path=f"/new-{n}/")
    history.write(token, "test.line", by=SYSTEM)
    Entry.objects.create(
        object_type="editions.edition",
        object_id=n,
        kind="edition",
        language="en",
        title=f"Entry {n}",
        url="/",
        words="word",
    )


@pytest.fixture
def limited(clerk: User) -> Any:
    """Return a browser of a clerk who holds just the named permissions."""

    def give(*names: str) -> Client:
        for name in names:
            app, codename = name.split(".")
            clerk.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        return signed_in(clerk)

    return give
