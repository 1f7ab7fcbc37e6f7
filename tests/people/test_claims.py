"""Which person an account belongs to: only a proven address decides (INV-01)."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError

from apps.core.models import History
from apps.people import selectors, services
from apps.people.models import ContactPoint, Person, User

pytestmark = pytest.mark.django_db
EMAIL = "lin@example.org"


def entered(name: str, *, verified: bool = False, email: str = EMAIL) -> Person:
    """Enter a person as staff, an import or a program would."""
    return Person.objects.get(pk=services.create_person(name=name, email=email, verified=verified))


def test_a_person_is_made_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        pk = services.create_person(
            name="林悦",
            email=EMAIL,
            verified=True,
            country="CN",
            language="zh-hans",
            birth_year=1990,
            name_latin="Lin Yue",
        )
    person = Person.objects.get(pk=pk)
    assert (person.name, person.country, person.language, person.birth_year, person.name_latin) == (
        "林悦", "CN", "zh-hans", 1990, "Lin Yue",
    )  # fmt: skip
    assert (len(person.public_id), person.provenance) == (26, "entered")
    assert selectors.person_of_address(EMAIL) == person


def test_a_verified_address_belongs_to_one_person():
    entered("Lin", verified=True)
    with pytest.raises(IntegrityError):
        services.create_person(name="Other", email=EMAIL, verified=True)


def test_an_unverified_address_proves_nothing():
    entered("Lin")
    entered("Somebody with a typing error")
    assert selectors.person_of_address(EMAIL) is None


def test_the_person_of_the_verified_address_is_claimed():
    entered("Wrong")
    right = entered("Right", verified=True)
    user = services.first_login(email=EMAIL)
    assert services.claim_address(user=user, email=EMAIL) == right
    assert User.objects.get().person == right
    assert History.objects.filter(verb="person.claimed", subject_id=right.pk).count() == 1


def test_the_first_person_entered_with_the_address_is_claimed_and_the_address_verified():
    first, second = entered("First"), entered("Second")
    user = services.first_login(email=EMAIL)
    assert services.claim_address(user=user, email=EMAIL) == first
    assert selectors.person_of_address(EMAIL) == first
    assert not ContactPoint.objects.filter(person=second, verified_at__isnull=False).exists()


def test_a_person_who_has_proven_another_address_is_not_taken_over():
    owner = entered("Owner", verified=True, email="owner@example.org")
    ContactPoint.objects.create(person=owner, value=EMAIL)
    user = services.first_login(email=EMAIL)
    assert services.claim_address(user=user, email=EMAIL) is None
    assert User.objects.get().person is None


def test_a_person_with_an_account_is_not_taken_over():
    person = entered("Lin")
    services.link_person(user=services.first_login(email="other@example.org"), person_id=person.pk)
    user = services.first_login(email=EMAIL)
    assert services.claim_address(user=user, email=EMAIL) is None


def test_nobody_is_made_by_signing_in():
    user = services.first_login(email=EMAIL)
    assert services.claim_address(user=user, email=EMAIL) is None
    assert not Person.objects.exists()


def test_an_account_with_a_person_adds_its_proven_address():
    person = entered("Lin", verified=True)
    user = services.first_login(email=EMAIL)
    services.claim_address(user=user, email=EMAIL)
    services.claim_address(user=user, email="second@example.org")
    assert selectors.person_of_address("second@example.org") == person


def test_an_address_that_somebody_else_has_proven_stays_theirs():
    other = entered("Other", verified=True, email="shared@example.org")
    services.link_person(user=services.first_login(email=EMAIL), person_id=entered("Lin").pk)
    user = User.objects.get()
    services.claim_address(user=user, email="shared@example.org")
    assert selectors.person_of_address("shared@example.org") == other


def test_claiming_twice_changes_nothing():
    entered("Lin")
    user = services.first_login(email=EMAIL)
    services.claim_address(user=user, email=EMAIL)
    services.claim_address(user=user, email=EMAIL)
    assert History.objects.filter(verb="person.claimed").count() == 1
    assert ContactPoint.objects.count() == 1


def test_the_first_login_makes_account_and_address_once():
    first = services.first_login(email="Lin@Example.org", language="de")
    again = services.first_login(email=EMAIL)
    assert first == again
    assert (first.email, first.language) == (EMAIL, "de")
    assert EmailAddress.objects.get().verified


def test_what_is_known_of_a_person_stays():
    person = entered("Lin")
    services.complete_person(person=person, country="CN", name_hans="林", birth_year=1990)
    services.complete_person(person=person, country="DE", name_hans="", birth_year=2000)
    person.refresh_from_db()
    assert (person.country, person.name_hans, person.birth_year) == ("CN", "林", 1990)


def test_a_change_of_profile_is_history_without_the_name():
    person = entered("Lin")
    user = services.first_login(email=EMAIL)
    from apps.core.actors import actor_of_user

    services.change_profile(person=person, by=actor_of_user(user), name="Lin Yue", country="")
    line = History.objects.get(verb="person.changed")
    assert (line.fields, line.values) == (["name"], {})
