"""The one door for permission.

Apps declare predicates for verbs (`rule`) and scopes for tables (`scope`) in their
`permissions.py`; pages, admin, API, search, exports, mail and the assistant only ask.
What nobody has allowed is denied; a verb that nobody has declared is a programming error.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404

from apps.core.actors import Actor

Predicate = Callable[[Actor, Any], bool]
Scope = Callable[[Actor, QuerySet], QuerySet]

_rules: dict[str, Predicate] = {}
_scopes: dict[type[Model], Scope] = {}


def rule(verb: str, *predicates: Predicate) -> None:
    """Allow a verb to whoever satisfies one of the predicates."""
    if verb in _rules:
        raise ImproperlyConfigured(f"The verb {verb} has two rules.")
    _rules[verb] = lambda actor, obj: any(predicate(actor, obj) for predicate in predicates)


def scope(model: type[Model]) -> Callable[[Scope], Scope]:
    """Declare which rows of a table an actor may see."""

    def declare(function: Scope) -> Scope:
        _scopes[model] = function
        return function

    return declare


def can(actor: Actor, verb: str, obj: Any = None) -> bool:
    """Tell whether the actor may do that to the object."""
    if verb not in _rules:
        raise ImproperlyConfigured(f"Nobody has declared the verb {verb}.")
    return actor.is_system or _rules[verb](actor, obj)


def visible(actor: Actor, queryset: QuerySet) -> QuerySet:
    """Narrow a queryset to the rows that the actor may see; an unknown table shows none."""
    if actor.is_system:
        return queryset
    narrow = _scopes.get(queryset.model)
    return narrow(actor, queryset) if narrow else queryset.none()


def require(actor: Actor, verb: str, obj: Any = None) -> None:
    """Raise 404 where the actor may not: not found and not allowed look the same."""
    if not can(actor, verb, obj):
        raise Http404


def anyone(actor: Actor, obj: Any) -> bool:
    """Allow everybody."""
    return True


def with_scope(name: str) -> Predicate:
    """Allow programs whose token carries that scope."""
    return lambda actor, obj: name in actor.scopes


def with_perm(permission: str) -> Predicate:
    """Allow staff who hold that Django permission."""
    return lambda actor, obj: actor.has_perm(permission)


def public_rows(actor: Actor, queryset: QuerySet) -> QuerySet:
    """Show every row to everybody: for tables that hold public facts only."""
    return queryset
