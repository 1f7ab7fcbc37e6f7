"""The visitor's path to a ticket, page by page."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest
from django.db import connection

from apps.bookings.models import Allotment
from apps.core import clock
from apps.core.actors import SYSTEM
from apps.core.models import Outbox
from apps.people.models import Consent, Person
from apps.registration.catalogue import offer_of
from apps.registration.models import Registration, TicketType
from apps.registration.services import PersonData, register
from tests import shared_state
from tests.conftest import MONDAY, SUNDAY, TUESDAY, signed_in
from tests.registration.visits import DETAILS, START, VISITOR_ON_SUNDAY, WHO, enrol, sell_out, statements, text_of

State = Registration.State


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
    assert "waiting list" not in text_of(answer)
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

    assert answer.status_code == 413
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


# --- cost ---


def test_choosing_costs_one_statement(fair, client):
    assert statements(client, "get", START) == 1


def test_the_empty_form_costs_five_statements(fair, newcomer, client):
    assert statements(client, "get", VISITOR_ON_SUNDAY) == 5


def test_a_newcomers_registration_costs_eighteen_statements(fair, newcomer, client):
    assert statements(client, "post", VISITOR_ON_SUNDAY, WHO) == 18


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_make_one_registration(fair, newcomer):
    at_once = Barrier(2)

    def submit() -> str:
        client = signed_in(newcomer)
        client.get(VISITOR_ON_SUNDAY)
        at_once.wait(timeout=10)
        try:
            return client.post(VISITOR_ON_SUNDAY, WHO).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(copy_context().run, submit) for _ in range(2)]
        leads_to = {one.result(timeout=30) for one in sent}

    made = Registration.objects.get()
    assert leads_to == {f"/en/register/ticket/{made.code}/"}
    assert Person.objects.count() == 1
    assert Allotment.objects.get(ticket_day__ticket_type__slug="visitor", ticket_day__day=SUNDAY).taken == 1
