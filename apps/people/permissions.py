"""Who may see people and organisations."""

from django.db.models import Q, QuerySet

from apps.core.actors import Actor
from apps.core.permissions import public_rows, scope
from apps.people.models import Affiliation, Organisation, Person

scope(Organisation)(public_rows)


@scope(Person)
def people_of(actor: Actor, people: QuerySet[Person]) -> QuerySet[Person]:
    """Show staff all people, everybody those with a public page, each person themselves."""
    if actor.has_perm("people.view_person"):
        return people
    return people.filter(Q(slug__isnull=False) | Q(pk=actor.person_id or 0))


@scope(Affiliation)
def affiliations_of(actor: Actor, affiliations: QuerySet) -> QuerySet:
    """Show affiliations of people with a public page, all of them to staff."""
    if actor.has_perm("people.view_person"):
        return affiliations
    return affiliations.filter(person__slug__isnull=False)
