"""All rows about one account and its person, found by following the tables that point to them."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from apps.core.privacy import tag_of
from apps.people.models import Consent, ContactPoint, Person, User

OWN = ("personal", "sensitive", "confidential")
STEPS = 3  # person → registration → badge → scan
# What goes with an account; any other table keeps it.
GOES_ALONG = (User, Person, ContactPoint, Consent, EmailAddress, Authenticator)


def rows_of(user: User) -> dict[type[Model], list[Model]]:
    """Return the rows about somebody by table, nearest first."""
    found: dict[type[Model], list[Model]] = {User: [user]}
    if user.person_id:
        found[Person] = [user.person]
    latest = dict(found)
    for _step in range(STEPS):
        fresh: dict[type[Model], list[Model]] = {}
        for model, field in _pointing_to(latest):
            owners = [row.pk for row in latest[field.related_model]]
            rows = list(model._base_manager.filter(**{f"{field.name}__in": owners}))
            if model not in found and rows:
                fresh.setdefault(model, []).extend(rows)
        found |= fresh
        latest = fresh
    return found


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return every value about somebody that is not a secret of the house, without internal numbers."""
    found = rows_of(user)
    return {model._meta.label_lower: [_values(row, set(found)) for row in rows] for model, rows in found.items()}


def summary(user: User) -> list[dict[str, Any]]:
    """Return how many rows of which kind there are."""
    return [{"label": model._meta.verbose_name_plural, "count": len(rows)} for model, rows in rows_of(user).items()]


def may_erase(user: User) -> bool:
    """Tell whether account and person can go at once: nothing but the account hangs on them."""
    return not user.is_staff and all(model in GOES_ALONG for model in rows_of(user))


def _pointing_to(targets: dict[type[Model], list[Model]]) -> Iterator[tuple[type[Model], ForeignKey]]:
    """Yield the tables with something personal that point to one of the targets."""
    for model in apps.get_models():
        if model._meta.proxy or not any(tag_of(field) in OWN for field in model._meta.concrete_fields):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model in targets and model is not User:
                yield model, field


def _values(row: Model, found: set[type[Model]]) -> dict[str, Any]:
    return {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key
        and tag_of(field) not in (None, "secret")
        and not (field.is_relation and field.related_model in found)
    }


def _value(row: Model, field: Field) -> Any:
    value = getattr(row, field.name)
    return str(value) if isinstance(value, Model | bytes | memoryview) else value
