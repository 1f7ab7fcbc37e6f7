"""Reads of people and accounts."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from apps.people.models import Consent, ContactPoint, Person, User


def person_of_address(email: str) -> Person | None:
    """Return the person whose verified address this is; the address is in its comparable form."""
    found = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.EMAIL, value=email, verified_at__isnull=False
    ).select_related("person")
    point = found.first()
    return point.person if point else None


def account_of_address(email: str) -> User | None:
    """Return the account that a proven address opens.

    A verified address decides; an account made by staff or a command, whose address nobody
    has verified yet, is found by the account's own address.
    """
    known = EmailAddress.objects.filter(email=email, verified=True).select_related("user__person").first()
    if known:
        return known.user
    return User.objects.filter(email=email).select_related("person").first()


def person_of_user(user: User) -> Person | None:
    """Return the person of an account, if one is known yet."""
    return user.person if user.person_id else None


def latest_consents(person: Person) -> QuerySet[Consent]:
    """Return the answer that counts for each purpose."""
    return Consent.objects.filter(person=person).order_by("purpose", "-at", "-pk").distinct("purpose")


def verified_addresses(user: User) -> list[str]:
    """Return the addresses that an account has proven, the primary one first."""
    rows = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return list(rows.values_list("email", flat=True))
