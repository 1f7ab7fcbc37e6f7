"""Choice and form of the visitor's path, without a page."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import translation

from apps.bookings.models import Allotment
from apps.core.actors import ANONYMOUS, actor_of_user
from apps.editions.models import Topic
from apps.people.models import Consent, User
from apps.registration.forms import DetailsForm, country_choices, read_choice
from apps.registration.models import Registration, TicketType
from apps.registration.selectors import get_interests_for, get_offers_for
from tests import shared_state
from tests.conftest import MONDAY, SUNDAY, TUESDAY


def choice_of(query: str):
    """Judge a query string against what the small fair offers."""
    return read_choice(QueryDict(query), get_offers_for(ANONYMOUS))


def fill(slug: str, day: dt.date, places: int = 0) -> None:
    """Take all places of a day but so many."""
    row = Allotment.objects.get(ticket_day__ticket_type__slug=slug, ticket_day__day=day)
    Allotment.objects.filter(pk=row.pk).update(taken=row.capacity - places)


def test_a_choice_puts_its_days_in_order(fair):
    choice = choice_of("ticket=visitor&day=2025-07-28&day=2025-07-27&day=2025-07-28")

    assert choice.is_valid is True
    assert choice.days == (SUNDAY, MONDAY)
    assert choice.query == "ticket=visitor&day=2025-07-27&day=2025-07-28"


def test_a_ticket_for_all_its_days_needs_no_days(fair):
    choice = choice_of("ticket=workshop-50&day=nonsense")

    assert choice.is_valid is True
    assert (choice.query, choice.chosen_days) == ("ticket=workshop-50", (MONDAY,))


@pytest.mark.parametrize(("left", "state"), [(1000, "free"), (101, "free"), (100, "few"), (1, "few"), (0, "full")])
def test_a_day_says_how_full_it_is(fair, left, state):
    fill("visitor", SUNDAY, left)

    assert [day.state for day in choice_of("ticket=visitor&day=2025-07-27").places] == [state]


def test_a_ticket_for_several_days_is_as_full_as_its_fullest_day(fair):
    TicketType.objects.filter(slug="visitor").update(picks_days=False)
    shared_state.forget()
    fill("visitor", TUESDAY)

    offer = next(offer for offer in get_offers_for(ANONYMOUS) if offer.kind.slug == "visitor")

    assert (offer.state, offer.is_available) == ("full", False)


def test_alternatives_keep_the_free_days_of_the_same_ticket_first(fair):
    fill("visitor", SUNDAY)

    choice = choice_of("ticket=visitor&day=2025-07-27&day=2025-07-28")

    assert choice.is_valid is False
    assert [other.query for other in choice.alternatives] == [
        "ticket=visitor&day=2025-07-28",
        "ticket=workshop-50",
        "ticket=lab-tour",
    ]


def test_alternatives_never_name_what_is_full_or_not_on_sale(fair):
    for day in (SUNDAY, MONDAY, TUESDAY):
        fill("visitor", day)
    fill("lab-tour", MONDAY)

    assert [other.query for other in choice_of("ticket=visitor&day=2025-07-27").alternatives] == ["ticket=workshop-50"]


@pytest.mark.parametrize(
    ("language", "often", "first"),
    [("en", "China", "Afghanistan"), ("zh-hans", "中国", "阿尔巴尼亚"), ("de", "China", "Afghanistan")],
)
def test_countries_begin_with_the_likely_ones_in_the_readers_language(language, often, first):
    with translation.override(language):
        _empty, (_often, likely), (_all, rows) = country_choices(language)

    assert likely[0] == ("CN", often)
    assert rows[0][1] == first
    assert {code for code, _name in likely} <= {code for code, _name in rows}


def test_interests_are_at_most_twelve_topics_in_editorial_order(db):
    Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", name=f"Topic {n}", position=n, is_interest=n != 1) for n in range(15)
    )

    assert [topic.slug for topic in get_interests_for(ANONYMOUS)] == [f"topic-{n}" for n in range(15) if n != 1][:12]


def test_chosen_interests_are_kept_with_the_registration(fair, newcomer):
    topics = [Topic.objects.create(slug=slug, name=slug) for slug in ("chips", "robots", "safety")]
    data = QueryDict(mutable=True)
    data.update({"name": "Lin Yue", "country": "CN", "birth_year": "1990", "language": "de", "agrees": "on"})
    data.setlist("interests", ["robots", "chips"])
    form = DetailsForm(data, user=newcomer, email=newcomer.email, topics=topics)

    assert form.is_valid() is True
    outcome = form.register(choice_of("ticket=visitor&day=2025-07-27"), by=actor_of_user(newcomer))

    made = Registration.objects.get()
    assert outcome.created is True
    assert (made.interests, made.language) == (["robots", "chips"], "de")
    assert list(Consent.objects.values_list("purpose", "given_by")) == [("registration-terms", f"person {newcomer.pk}")]


def test_a_form_shown_before_the_person_was_known_meets_the_registration(fair, newcomer):
    data = {"name": "Lin Yue", "country": "CN", "birth_year": "1990", "language": "en", "agrees": "on"}
    choice = choice_of("ticket=visitor&day=2025-07-27")
    stale = User.objects.get(pk=newcomer.pk)
    forms = [DetailsForm(data, user=user, email=user.email, topics=[]) for user in (newcomer, stale)]

    outcomes = []
    for form in forms:
        assert form.is_valid() is True
        outcomes.append(form.register(choice, by=actor_of_user(newcomer)))

    assert [outcome.created for outcome in outcomes] == [True, False]
    assert outcomes[0].registration.pk == outcomes[1].registration.pk
