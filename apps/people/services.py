"""What is done with people and their accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.core import history
from apps.core.actors import Actor, actor_of_user
from apps.core.ids import public_id
from apps.core.models import Provenance
from apps.people.addresses import fold_email
from apps.people.models import Consent, ContactPoint, Person, User

_PERSON = """
WITH person AS (
    INSERT INTO people_person (public_id, name, name_hans, name_latin, country, language,
                               birth_year, created_at, provenance)
    VALUES (%(public_id)s, %(name)s, %(name_hans)s, %(name_latin)s, %(country)s, %(language)s,
            %(birth_year)s, %(now)s, %(provenance)s)
    RETURNING id
), address AS (
    INSERT INTO people_contactpoint (person_id, kind, value, verified_at)
    SELECT id, 'email', %(email)s, %(verified_at)s FROM person
)
SELECT id FROM person
"""


def create_person(
    *,
    name: str,
    email: str,
    verified: bool = False,
    country: str = "",
    language: str = "en",
    birth_year: int | None = None,
    name_hans: str = "",
    name_latin: str = "",
    provenance: str = Provenance.ENTERED,
) -> int:
    """Make a person with one address in one statement; return the primary key.

    The name is cleaned, the address in its comparable form. A verified address that
    somebody else has raises IntegrityError.
    """
    now = timezone.now()
    values = {
        "public_id": public_id(),
        "name": name,
        "name_hans": name_hans,
        "name_latin": name_latin,
        "country": country,
        "language": language,
        "birth_year": birth_year,
        "now": now,
        "provenance": str(provenance),
        "email": email,
        "verified_at": now if verified else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, values)
        return cursor.fetchone()[0]


@transaction.atomic
def complete_person(*, person: Person, **given: Any) -> Person:
    """Fill in what is not known of a person yet; nothing that is known changes."""
    news = [field for field, value in given.items() if value and not getattr(person, field)]
    for field in news:
        setattr(person, field, given[field])
    if news:
        person.save(update_fields=news)
    return person


@transaction.atomic
def change_profile(*, person: Person, by: Actor, **given: Any) -> Person:
    """Change names, country or language of a person; one line of history names the fields."""
    news = [field for field, value in given.items() if getattr(person, field) != value]
    for field in news:
        setattr(person, field, given[field])
    if news:
        person.save(update_fields=news)
        history.write(person, "person.changed", by=by, changed=news)
    return person


def first_login(*, email: str, language: str = "", password_hash: str = "") -> User:
    """Make the account of a proven address at its first login, or return the one there is.

    Two submissions of one form make one account. `password_hash` comes from Django's hasher.
    """
    address = fold_email(email)
    try:
        with transaction.atomic():
            user = User(email=address, language=language, password=password_hash or make_password(None))
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            history.write(user, "user.created", by=actor_of_user(user))
    except IntegrityError:
        known = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
        return known.user if known else User.objects.get(email=address)
    return user


@transaction.atomic
def confirm_address(*, user: User, email: str) -> None:
    """Note that the account's owner has proven an address; safe to repeat."""
    known = EmailAddress.objects.filter(user=user, email=email).first()
    if known and known.verified:
        return
    has_primary = EmailAddress.objects.filter(user=user, primary=True).exclude(email=email).exists()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": not has_primary}
    )


@transaction.atomic
def claim_address(*, user: User, email: str) -> Person | None:
    """Tie an account to the person of an address that the account has proven.

    The person is the account's own, else the one whose verified address it is, else the
    first one without any verified address who was entered with it. Nobody is made here.
    """
    points = ContactPoint.objects.select_for_update().filter(kind=ContactPoint.Kind.EMAIL, value=email)
    by_person = {point.person_id: point for point in points.order_by("person_id")}
    proven = next((point for point in by_person.values() if point.verified_at), None)
    if user.person_id is None:
        person = _claimable(by_person, proven)
        if person is None:
            return None
        user.person = person
        user.save(update_fields=["person"])
        history.write(person, "person.claimed", by=actor_of_user(user))
    if proven is None:
        ContactPoint.objects.update_or_create(
            person_id=user.person_id,
            kind=ContactPoint.Kind.EMAIL,
            value=email,
            defaults={"verified_at": timezone.now()},
        )
    return user.person


def _claimable(by_person: dict[int, ContactPoint], proven: ContactPoint | None) -> Person | None:
    """Return the person without an account whom an address leads to."""
    free = Person.objects.filter(user=None)
    if proven:
        return free.filter(pk=proven.person_id).first()
    return free.filter(pk__in=by_person).exclude(contact_points__verified_at__isnull=False).order_by("pk").first()


@transaction.atomic
def link_person(*, user: User, person_id: int) -> Person:
    """Tie an account to the person that it has just entered."""
    user.person_id = person_id
    user.save(update_fields=["person"])
    return user.person


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """Keep the language in which the house writes to somebody."""
    user.language = language
    user.save(update_fields=["language"])
    if user.person_id:
        Person.objects.filter(pk=user.person_id).update(language=language)


def answer_consent(*, person: Person, purpose: str, text_version: str, given: bool, by: Actor) -> Consent:
    """Add one answer; the latest of a purpose counts."""
    return Consent.objects.create(
        person=person, purpose=purpose, text_version=text_version, given=given, given_by=by.label
    )


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Delete an account and its person for good; history keeps a line without a name.

    Other tables protect the person, so one who is registered cannot be erased this way.
    """
    person = user.person
    history.write(user, "user.erased", by=actor_of_user(user))
    user.delete()
    if person:
        person.delete()
