"""The letters about a registration."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from apps.bookings.models import WaitingEntry
from apps.core import delivery
from apps.core.actors import SYSTEM
from apps.core.mail import mails
from apps.core.models import Outbox, Provenance
from apps.registration.catalogue import offer_of
from apps.registration.models import Badge, Registration
from apps.registration.services import PersonData, register, registrations
from apps.registration.services.badges import reissue
from tests.conftest import SUNDAY

State = Registration.State
LETTERS = {
    "registration_confirmed": State.BADGE_ISSUED,
    "badge_reissued": State.BADGE_ISSUED,
    "registration_received": State.ID_CHECK,
    "registration_waitlisted": State.WAITLISTED,
    "registration_expired": State.EXPIRED,
    "registration_cancelled": State.CANCELLED,
}


@pytest.fixture
def made(fair) -> Registration:
    """Somebody's confirmed registration, in English."""
    person = PersonData(name="Lin Yue", email="lin@example.org", name_hans="林悦")
    return register(
        offer=offer_of(2025, "visitor"), person=person, days=(SUNDAY,), by=SYSTEM, made_by="test"
    ).registration


def write(name: str, registration: Registration):
    """Build a letter as the relay does."""
    return mails[name]({"registration": registration.code})


def test_the_confirmation_brings_link_badge_and_calendar_entry(made):
    letter = write("registration_confirmed", made)

    assert (letter.to, letter.subject) == ("lin@example.org", "Your ticket for WAIC 2025")
    assert f"http://127.0.0.1:8000/en/register/ticket/{made.code}/" in letter.text
    assert f'href="http://127.0.0.1:8000/en/register/ticket/{made.code}/"' in letter.html
    assert [(file.name, file.content_type) for file in letter.attachments] == [
        ("waic-2025-badge.pdf", "application/pdf"),
        ("waic-2025.ics", "text/calendar"),
    ]
    assert letter.attachments[0].content.startswith(b"%PDF-")
    assert letter.attachments[1].content.startswith(b"BEGIN:VCALENDAR")


@override_settings(SITE_ADDRESS="https://waic.example/")
def test_links_use_the_sites_own_address(made):
    assert f"https://waic.example/en/register/ticket/{made.code}/" in write("registration_confirmed", made).text


def test_no_letter_holds_the_code_of_the_gate_in_its_text(made):
    letter = write("registration_confirmed", made)

    assert "W1:" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["Lin Yue", "World AI Conference 2025", "Exhibition Center"]),
        ("zh-hans", ["林悦", "2025世界人工智能大会", "世博展览馆"]),
        ("de", ["Lin Yue", "Welt-KI-Konferenz 2025", "Messezentrum"]),
    ],
)
def test_a_letter_speaks_the_visitors_language(made, language, wanted):
    Registration.objects.update(language=language)

    letter = write("registration_confirmed", made)

    for words in wanted:
        assert words in letter.text
        assert words in letter.html
    assert f'<html lang="{language}"' in letter.html
    assert f"/{language}/register/ticket/" in letter.text


@pytest.mark.parametrize(("name", "state"), LETTERS.items())
def test_every_letter_goes_out_in_its_state(made, name, state):
    Registration.objects.update(state=state)

    letter = write(name, made)

    assert letter.to == "lin@example.org"
    assert "2025" in letter.subject
    assert made.code in letter.text


@pytest.mark.parametrize("name", [*LETTERS, "registration_offered"])
@pytest.mark.parametrize("state", list(State))
def test_a_letter_that_no_longer_fits_is_not_written(made, name, state):
    Registration.objects.update(state=state)
    fits = {
        "registration_confirmed": (State.BADGE_ISSUED, State.ATTENDED),
        "badge_reissued": (State.BADGE_ISSUED, State.ATTENDED),
        "registration_received": (State.SUBMITTED, State.ID_CHECK, State.AWAITING_PAYMENT),
        "registration_waitlisted": (State.WAITLISTED,),
        "registration_expired": (State.EXPIRED,),
        "registration_cancelled": (State.CANCELLED,),
        "registration_offered": (),
    }[name]

    assert (write(name, made) is not None) is (state in fits)


@pytest.mark.parametrize("payload", [{}, {"registration": "0000000000"}, {"registration": None}])
def test_a_letter_about_nothing_is_not_written(db, payload):
    assert [mails[name](payload) for name in (*LETTERS, "registration_offered")] == [None] * 7


def test_without_a_valid_badge_there_is_no_ticket_to_send(made):
    Badge.objects.update(revoked_at=timezone.now())

    assert write("registration_confirmed", made) is None


def test_a_new_badge_brings_a_new_code(made):
    before = write("registration_confirmed", made).attachments[0].content
    reissue(registration=made, by=SYSTEM)

    letter = write("badge_reissued", made)

    assert letter.subject == "Your new ticket for WAIC 2025"
    assert letter.attachments[0].content != before


def test_sample_data_is_labelled_in_mail(made):
    Registration.objects.update(provenance=Provenance.GENERATED)

    letter = write("registration_confirmed", made)

    assert "sample data" in letter.text
    assert "sample data" in letter.html


def test_a_hostile_name_stays_words(made):
    made.person.name = "<b>Lin</b> evil.example\r\nBcc: x@example.org"
    made.person.save()

    letter = write("registration_confirmed", made)

    assert "<b>Lin</b>" not in letter.html
    assert "evil.example" not in letter.text
    assert "\nBcc:" not in letter.text
    assert "\n" not in letter.subject


@pytest.fixture
def offered(fair) -> Registration:
    """A place from the waiting list is kept until 2030-01-01 20:00 in Shanghai."""
    people = [PersonData(name=f"Person {n}", email=f"p{n}@example.org", language="de") for n in range(3)]
    rows = [
        register(offer=offer_of(2025, "lab-tour"), person=person, days=None, by=SYSTEM, made_by="test").registration
        for person in people
    ]
    registrations.cancel(registration=rows[0], by=SYSTEM)
    registrations.offer_made(batch=str(rows[2].batch))
    WaitingEntry.objects.update(offered_until=dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC))
    return rows[2]


@pytest.mark.parametrize("name", ["registration_offered", "registration_received"])
def test_an_offer_says_until_when_in_shanghai_time(offered, name):
    letter = write(name, offered)

    assert letter.to == "p2@example.org"
    assert "1. Januar 2030 20:00" in letter.text
    assert "UTC+8" in letter.text
    assert f"/de/register/ticket/{offered.code}/" in letter.text


def test_an_offer_that_is_over_is_not_written(offered):
    WaitingEntry.objects.update(offered_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert write("registration_offered", offered) is None


def test_the_letter_reaches_the_mailbox_through_the_outbox(made, mailoutbox):
    message = Outbox.objects.get(topic="mail", name="registration_confirmed")

    assert delivery.deliver(message.pk) is True

    sent = mailoutbox[0]
    assert (sent.to, sent.subject) == (["lin@example.org"], "Your ticket for WAIC 2025")
    assert [name for name, _content, _type in sent.attachments] == ["waic-2025-badge.pdf", "waic-2025.ics"]
