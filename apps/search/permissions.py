"""Who finds what: the asker's audiences are filtered before anything is ranked (INV-53)."""

from django.db.models import QuerySet

from apps.core.actors import Actor
from apps.core.permissions import scope
from apps.search.models import Entry

PUBLIC = "public"
STAFF = "staff"


@scope(Entry)
def entries_for(actor: Actor, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Show what is meant for everybody; staff also see what is meant for staff."""
    return entries.filter(audience__in=[PUBLIC, STAFF] if actor.kind == "staff" else [PUBLIC])
