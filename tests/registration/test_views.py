"""The visitor's path, page by page."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core import clock
from apps.core.actors import SYSTEM
from apps.core.models import Outbox, Provenance
from apps.people.models import Consent, Person, User
from apps.registration import views
from apps.registration.catalogue import offer_of
from apps.registration.models import Badge, Registration, TicketType
from apps.registration.services import PersonData, register, registrations
from tests import shared_state
from tests.conftest import MONDAY, SUNDAY, TUESDAY, make_account

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


def test_before_and_after_the_sale_no_card_has_a_button(fair, client):
    TicketType.objects.filter(slug="visitor").update(sale_opens=dt.datetime(2025, 7, 28, tzinfo=clock.SHANGHAI))
    TicketType.objects.filter(slug="lab-tour").update(sale_closes=dt.datetime(2025, 7, 27, tzinfo=clock.SHANGHAI))
    shared_state.forget()

    answer = client.get(START)

    assert {offer.kind.slug: offer.sale for offer in answer.context["offers"]} == {
        "visitor": "soon",
        "workshop-50": "open",
        "lab-tour": "over",
    }
    assert text_of(answer).count('name="go"') == 1


def test_without_any_ticket_the_page_says_so(db, client):
    answer = client.get(START)

    assert answer.status_code == 200
    assert "No tickets yet" in text_of(answer)


def test_a_choice_leads_on_and_stays_in_the_address(fair, client):
    answer = client.get(START, {"ticket": "visitor", "day": ["2025-07-28", "2025-07-27"], "go": "1"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{DETAILS}?ticket=visitor&day=2025-07-27&day=2025-07-28"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"ticket": "visitor"}, "Choose at least one of the days of this ticket."),
        ({"ticket": "visitor", "day": "2025-07-26"}, "Choose at least one of the days of this ticket."),
        ({"ticket": "visitor", "day": "2025-08-01"}, "Choose at least one of the days of this ticket."),
        ({"ticket": "visitor", "day": "tomorrow"}, "Choose at least one of the days of this ticket."),
        ({"ticket": "visitor", "day": "2025-07-29"}, "All places are taken for the days you chose."),
        ({"ticket": "no-such-ticket"}, "There is no such ticket."),
        ({"ticket": "<script>"}, "There is no such ticket."),
        ({}, "There is no such ticket."),
    ],
)
def test_a_choice_that_does_not_fit_is_answered_in_a_sentence(fair, client, query, sentence):
    sell_out("visitor", TUESDAY)

    answer = client.get(START, query | {"go": "1"})

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "<script>" not in text_of(answer).replace("<script src", "")


def test_a_chosen_day_is_ticked_already(fair, client):
    answer = client.get(START, {"ticket": "visitor", "day": "2025-07-28"})

    assert 'value="2025-07-28" id="visitor-0728" checked' in text_of(answer)
    assert text_of(answer).count(" checked") == 1


# --- who comes ---


def test_an_anonymous_visitor_signs_in_and_comes_back_to_the_choice(fair, client):
    answer = client.get(VISITOR_ON_SUNDAY)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/en/register/details/%3Fticket%3Dvisitor%26day%3D2025-07-27")


def test_an_account_without_a_proven_address_proves_it_first(fair, visitor, client):
    client.force_login(visitor)

    answer = client.get(VISITOR_ON_SUNDAY)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/accounts/email/"


def test_the_form_is_filled_with_what_is_known(fair, lin, client):
    Person.objects.filter(user=lin).update(name_hans="林悦", country="CN", birth_year=1990)

    form = client.get(VISITOR_ON_SUNDAY).context["form"]

    assert {name: form[name].value() for name in ("name", "name_hans", "country", "birth_year", "language")} == {
        "name": "Lin Yue",
        "name_hans": "林悦",
        "country": "CN",
        "birth_year": 1990,
        "language": "en",
    }
    assert form.fields["birth_year"].disabled is True


def test_the_details_of_a_choice_that_does_not_fit_lead_back_to_choosing(fair, lin, client):
    answer = client.get(f"{DETAILS}?ticket=visitor")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/register/?ticket=visitor&go=1"


def test_a_newcomer_registers_with_one_form(fair, newcomer, client):
    answer = client.post(VISITOR_ON_SUNDAY, WHO | {"name": "  林  悦 ", "name_latin": "Lin Yue", "wants_news": "on"})

    made = Registration.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/en/register/ticket/{made.code}/"
    assert (made.state, made.days, made.email_key, made.language, made.made_by) == (
        State.BADGE_ISSUED,
        [SUNDAY],
        "newcomer@example.org",
        "en",
        "person",
    )
    newcomer.refresh_from_db()
    assert newcomer.person_id == made.person_id
    person = made.person
    assert (person.name, person.name_latin, person.country, person.birth_year) == ("林 悦", "Lin Yue", "CN", 1990)
    assert person.contact_points.get().verified_at is not None
    consents = Consent.objects.filter(person=person).order_by("purpose").values_list("purpose", "text_version", "given")
    assert list(consents) == [("news", "2025-07", True), ("registration-terms", "2025-07", True)]
    assert list(Outbox.objects.filter(topic="mail").values_list("name", "payload")) == [
        ("registration_confirmed", {"registration": made.code})
    ]


def test_somebody_known_may_correct_names_and_country(fair, lin, client):
    client.post(VISITOR_ON_SUNDAY, WHO | {"name": "Lin Yue-Ming", "country": "SG"})

    person = Person.objects.get(user=lin)
    assert (person.name, person.country, person.birth_year) == ("Lin Yue-Ming", "SG", 1990)


def test_a_known_year_of_birth_is_not_changed_by_the_form(fair, lin, client):
    Person.objects.filter(user=lin).update(birth_year=1985)

    client.post(VISITOR_ON_SUNDAY, WHO | {"birth_year": "2005"})

    assert Person.objects.get(user=lin).birth_year == 1985


def test_sending_the_form_twice_leads_to_the_same_registration(fair, newcomer, client):
    first = client.post(VISITOR_ON_SUNDAY, WHO)
    second = client.post(VISITOR_ON_SUNDAY, WHO)

    assert Registration.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("address", [START, VISITOR_ON_SUNDAY])
def test_somebody_registered_is_led_to_the_ticket(fair, lin, client, address):
    own = enrol(lin)

    answer = client.get(address, follow=True)

    assert answer.redirect_chain == [(f"/en/register/ticket/{own.code}/", 302)]
    assert "You are registered already." in text_of(answer)


def test_an_address_registered_by_somebody_else_is_not_opened(fair, stranger, lin, client):
    data = PersonData(name="Sam Stranger", email=lin.email, person=stranger.person)
    register(offer=offer_of(2025, "visitor"), person=data, days=(SUNDAY,), by=SYSTEM, made_by="test")

    answer = client.post(VISITOR_ON_SUNDAY, WHO)

    assert answer.status_code == 200
    assert "There already is a registration for this e-mail address." in text_of(answer)
    assert Registration.objects.count() == 1


def test_the_owner_of_an_address_gets_what_a_program_registered_for_it(fair, newcomer, client):
    data = PersonData(name="New Comer", email=newcomer.email)
    made = register(
        offer=offer_of(2025, "visitor"), person=data, days=(SUNDAY,), by=SYSTEM, made_by="token:1"
    ).registration

    answer = client.post(VISITOR_ON_SUNDAY, WHO)

    assert answer.headers["Location"] == f"/en/register/ticket/{made.code}/"
    newcomer.refresh_from_db()
    assert newcomer.person_id == made.person_id


BAD = [
    ({"name": ""}, "name", "Enter your full name."),
    ({"name": "x" * 121}, "name", "The name is longer than 120 characters."),
    ({"name": "Lin\x00Yue"}, "name", "Null characters are not allowed."),
    ({"name": "👩‍🚀"}, "name", "A name has at least one letter."),
    ({"name": "\u202e\u2066"}, "name", "Enter a name."),
    ({"name": "https://spam.example"}, "name", "A name holds no web or e-mail address."),
    ({"name_hans": "林" * 61}, "name_hans", "The name is longer than 60 characters."),
    ({"name_latin": "a\x00"}, "name_latin", "Null characters are not allowed."),
    ({"name": "محمد"}, "name_latin", "The badge cannot show this script. Add your name in Latin letters too."),
    ({"country": ""}, "country", "Choose your country or region."),
    ({"country": "XX"}, "country", "Choose one from the list."),
    ({"country": "CN\x00"}, "country", "Choose one from the list."),
    ({"birth_year": ""}, "birth_year", "Enter your year of birth."),
    ({"birth_year": "90"}, "birth_year", "Enter a year with four digits between 1900 and 2025."),
    ({"birth_year": "2031"}, "birth_year", "Enter a year with four digits between 1900 and 2025."),
    ({"birth_year": "nineteen"}, "birth_year", "Enter a year with four digits between 1900 and 2025."),
    ({"birth_year": "1990\x00"}, "birth_year", "Null characters are not allowed."),
    (
        {"birth_year": "2012"},
        "birth_year",
        "Visitors under 14 are registered by a parent or guardian at the service desk.",
    ),
    ({"language": "fr"}, "language", "Choose one of the three languages."),
    ({"interests": ["no-such-topic"]}, "interests", "Choose only topics from the list."),
    ({"interests": ["a\x00b"]}, "interests", "Choose only topics from the list."),
    ({"agrees": ""}, "agrees", "Tick the box to agree to the terms; without it we cannot register you."),
]


@pytest.mark.parametrize(("wrong", "field", "sentence"), BAD)
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(fair, newcomer, client, wrong, field, sentence):
    answer = client.post(VISITOR_ON_SUNDAY, {"name": "Lin Yue-Ming", "name_hans": ""} | WHO | wrong)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert dict(form.errors) == {field: [sentence]}
    assert f'id="id_{field}_error"' in text_of(answer)
    assert form["country"].value() == (wrong.get("country", "CN"))
    assert not Registration.objects.exists()
    assert not Person.objects.exists()
    assert not Consent.objects.exists()
    assert not Outbox.objects.exists()


def test_a_name_in_a_rare_script_and_with_an_emoji_is_taken(fair, newcomer, client):
    answer = client.post(VISITOR_ON_SUNDAY, WHO | {"name": "㛃䶮𬱖 \u202e🌸"})

    assert answer.status_code == 302
    assert Person.objects.get().name == "㛃䶮𬱖 🌸"


def test_a_huge_body_is_refused(fair, newcomer, client):
    answer = client.post(VISITOR_ON_SUNDAY, WHO | {"name": "x" * 10_000_000})

    assert answer.status_code in (400, 413)
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "query", ["?ticket=nothing", "?ticket=visitor", "?ticket=visitor&day=x", "", "?ticket=workshop-50&day=1"]
)
def test_the_form_sent_for_a_strange_choice_saves_nothing_it_should_not(fair, newcomer, client, query):
    answer = client.post(DETAILS + query, WHO)

    if query.startswith("?ticket=workshop-50"):
        assert Registration.objects.get().days == [MONDAY]
        return
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["ticket_type"]
    assert answer.context["form"]["name"].value() == "Lin Yue"
    assert not Registration.objects.exists()


def test_sold_out_names_what_is_still_free_and_keeps_what_was_entered(fair, newcomer, client):
    sell_out("visitor", SUNDAY)

    answer = client.post(f"{DETAILS}?ticket=visitor&day=2025-07-27&day=2025-07-28", WHO)

    page = text_of(answer)
    assert "All places are taken for the days you chose." in page
    assert 'formaction="/en/register/details/?ticket=visitor&amp;day=2025-07-28"' in page
    assert 'value="Lin Yue"' in page
    assert not Registration.objects.exists()


# --- the waiting list ---


def test_a_full_ticket_with_a_waiting_list_explains_it_and_queues(fair, newcomer, client):
    sell_out("lab-tour")

    shown = client.get(f"{DETAILS}?ticket=lab-tour")
    sent = client.post(f"{DETAILS}?ticket=lab-tour", WHO | {"waits": "True"})

    assert "Join the waiting list" in text_of(shown)
    assert Registration.objects.get().state == State.WAITLISTED
    page = text_of(client.get(sent.headers["Location"]))
    assert "On the waiting list" in page
    assert '<dd class="num">0</dd>' in page


def test_nobody_is_queued_without_having_agreed(fair, newcomer, client):
    sell_out("lab-tour")

    answer = client.post(f"{DETAILS}?ticket=lab-tour", WHO)

    assert "The last place has just gone." in text_of(answer)
    assert answer.context["form"]["waits"].value() == "on"
    for model in (Registration, WaitingEntry, Person, Consent, Outbox):
        assert not model.objects.exists()


@pytest.fixture
def offered(fair, lin) -> Registration:
    """Lin Yue has been offered a place from the waiting list."""
    first = make_account("first@example.org", "First")
    second = make_account("second@example.org", "Second")
    holders = [enrol(user, "lab-tour", None) for user in (first, second)]
    waiting = enrol(lin, "lab-tour", None)
    registrations.cancel(registration=holders[0], by=SYSTEM)
    registrations.offer_made(batch=str(waiting.batch))
    waiting.refresh_from_db()
    return waiting


def test_an_offered_place_is_taken_with_one_button(offered, client):
    page = text_of(client.get(f"/en/register/ticket/{offered.code}/"))
    answer = client.post(f"/en/register/ticket/{offered.code}/accept/", follow=True)

    assert "A place is free for you" in page
    offered.refresh_from_db()
    assert offered.state == State.BADGE_ISSUED
    assert "The place is yours." in text_of(answer)


def test_an_offer_that_is_over_is_refused_in_a_sentence(offered, client):
    WaitingEntry.objects.update(offered_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    Booking.objects.filter(batch=offered.batch).update(expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    page = text_of(client.get(f"/en/register/ticket/{offered.code}/"))
    answer = client.post(f"/en/register/ticket/{offered.code}/accept/", follow=True)

    assert "A place is free for you" not in page
    assert "This offer has ended; the place went to the next in line." in text_of(answer)
    offered.refresh_from_db()
    assert offered.state == State.SUBMITTED


# --- the ticket ---


def test_the_ticket_shows_what_a_gate_needs(fair, lin, client):
    own = enrol(lin, days=(SUNDAY, MONDAY))

    answer = client.get(f"/en/register/ticket/{own.code.lower()}/")

    page = text_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.context["rows"] == [
        {"label": "Venue", "value": "Exhibition Center"},
        {"label": "Entrance", "value": "N1 North gate 1"},
        {"label": "Sun, 27 July", "value": "08:00–18:00"},
        {"label": "Mon, 28 July", "value": "08:00–18:00"},
    ]
    assert f'aria-label="Code for the gate, {own.code}"' in page
    assert "W1:" not in page


def test_another_persons_ticket_is_not_there(fair, lin, stranger, client):
    theirs = enrol(stranger)
    before = theirs.state

    address = f"/en/register/ticket/{theirs.code}/"
    for answer in (
        client.get(address),
        client.get(f"{address}badge.pdf"),
        client.get(f"{address}calendar.ics"),
        client.get(f"{address}cancel/"),
        client.post(f"{address}cancel/"),
        client.post(f"{address}accept/"),
        client.post(f"{address}resend/"),
    ):
        assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == before
    assert Outbox.objects.filter(topic="mail").count() == 1


def test_an_anonymous_reader_of_a_ticket_signs_in_first_whether_it_is_there_or_not(fair, stranger, client):
    theirs = enrol(stranger)

    for code in (theirs.code, "0000000000"):
        answer = client.get(f"/en/register/ticket/{code}/")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"?next=/en/register/ticket/{code}/")


def test_staff_see_a_ticket_too(fair, visitor, staff, client):
    own = enrol(visitor)
    client.force_login(staff)

    assert client.get(f"/en/register/ticket/{own.code}/").status_code == 200


def test_sample_data_wears_its_label(fair, lin, client):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(provenance=Provenance.GENERATED)

    assert 'class="sample"' in text_of(client.get(f"/en/register/ticket/{own.code}/")).partition("site-foot")[0]


def test_a_ticket_whose_key_is_retired_is_shown_without_a_code(fair, lin, client):
    own = enrol(lin)
    Badge.objects.update(key_id=9)

    answer = client.get(f"/en/register/ticket/{own.code}/")

    assert answer.status_code == 200
    assert answer.context["picture"] == ""
    assert client.get(f"/en/register/ticket/{own.code}/badge.pdf").status_code == 404


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sentence(fair, lin, client, state):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(state=state)

    answer = client.get(f"/en/register/ticket/{own.code}/")

    assert answer.status_code == 200
    assert str(answer.context["standing"].text)


def test_cancelling_asks_once_and_gives_the_place_back(fair, lin, client):
    own = enrol(lin)
    address = f"/en/register/ticket/{own.code}/cancel/"

    asked = client.get(address)
    own.refresh_from_db()
    assert asked.status_code == 200
    assert own.state == State.BADGE_ISSUED

    answer = client.post(address, follow=True)
    own.refresh_from_db()
    assert own.state == State.CANCELLED
    assert "Your registration is cancelled." in text_of(answer)
    assert Allotment.objects.get(ticket_day__ticket_type__slug="visitor", ticket_day__day=SUNDAY).taken == 0
    assert client.get(f"/en/register/ticket/{own.code}/badge.pdf").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_can_no_longer_be_cancelled_says_so(fair, lin, client, method):
    own = enrol(lin)
    Registration.objects.filter(pk=own.pk).update(state=State.ATTENDED)

    answer = getattr(client, method)(f"/en/register/ticket/{own.code}/cancel/", follow=True)

    assert "This registration can no longer be cancelled." in text_of(answer)
    own.refresh_from_db()
    assert own.state == State.ATTENDED


def test_the_mail_is_sent_again_once_a_minute(fair, lin, client):
    own = enrol(lin)
    address = f"/en/register/ticket/{own.code}/resend/"

    first = client.post(address, follow=True)
    second = client.post(address, follow=True)

    assert "The mail is on its way to lin.yue@example.org." in text_of(first)
    assert "The mail was sent a moment ago." in text_of(second)
    assert Outbox.objects.filter(topic="mail", name="registration_confirmed").count() == 2


@pytest.mark.parametrize("part", ["accept", "resend"])
def test_what_changes_something_is_no_link(fair, lin, client, part):
    own = enrol(lin)

    assert client.get(f"/en/register/ticket/{own.code}/{part}/").status_code == 405


def test_after_cancelling_one_may_register_again(fair, lin, client):
    registrations.cancel(registration=enrol(lin), by=SYSTEM)

    answer = client.post(VISITOR_ON_SUNDAY, WHO)

    assert answer.status_code == 302
    assert Registration.objects.filter(state=State.BADGE_ISSUED).count() == 1


def test_the_service_worker_is_a_script_that_is_asked_for_anew(rf):
    answer = views.worker(rf.get("/sw.js"))

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


# --- my WAIC ---


def test_my_waic_lists_own_tickets_only(fair, lin, stranger, client):
    own = enrol(lin)
    enrol(stranger)

    page = text_of(client.get("/en/me/"))

    assert page.count("/register/ticket/") == 1
    assert f"/en/register/ticket/{own.code}/" in page


@pytest.mark.parametrize("language", ["en", "zh-hans", "de"])
def test_every_page_speaks_the_language_of_its_address(fair, lin, client, language):
    own = enrol(lin)

    page = text_of(client.get(f"/{language}/register/ticket/{own.code}/"))

    name = {"en": "Exhibition Center", "zh-hans": "世博展览馆", "de": "Messezentrum"}[language]
    assert f'<html lang="{language}"' in page
    assert name in page


# --- cost ---


def statements(client: Client, method: str, address: str, data: dict | None = None) -> int:
    """Count what a warm process sends for one request, transaction control left out."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        getattr(client, method)(address, data)
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_choosing_costs_one_statement(fair, client):
    assert statements(client, "get", START) == 1


def test_the_empty_form_costs_five_statements(fair, newcomer, client):
    assert statements(client, "get", VISITOR_ON_SUNDAY) == 5


def test_a_newcomers_registration_costs_eighteen_statements(fair, newcomer, client):
    assert statements(client, "post", VISITOR_ON_SUNDAY, WHO) == 18


@pytest.mark.parametrize("days", [(SUNDAY,), (SUNDAY, MONDAY, TUESDAY)])
def test_the_ticket_costs_six_statements_for_one_day_and_for_three(fair, lin, client, days):
    own = enrol(lin, days=days)

    assert statements(client, "get", f"/en/register/ticket/{own.code}/") == 6
