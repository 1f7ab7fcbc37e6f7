"""Reads of editions, places, topics and figures."""

from django.db.models import QuerySet

from apps.core.actors import Actor
from apps.core.permissions import visible
from apps.editions.models import Edition, Gate, Hall, KeyFigure, Topic, Venue


def current_edition() -> Edition | None:
    """Return the edition that lists show by default."""
    return Edition.objects.filter(is_current=True).first()


def edition_of(year: int | None) -> Edition | None:
    """Return the edition of a year, or the current one for None."""
    if year is None:
        return current_edition()
    return Edition.objects.filter(year=year).first()


def get_editions_for(actor: Actor) -> QuerySet[Edition]:
    """Return all editions, newest first."""
    return visible(actor, Edition.objects.select_related("source").order_by("-year"))


def get_venues_for(actor: Actor, edition: Edition | None = None) -> QuerySet[Venue]:
    """Return venues, of one edition where it is named."""
    venues = visible(actor, Venue.objects.order_by("position", "id"))
    return venues.filter(editions=edition) if edition else venues


def get_halls_for(actor: Actor) -> QuerySet[Hall]:
    """Return halls with their venues."""
    return visible(actor, Hall.objects.select_related("venue").order_by("position", "id"))


def get_gates_for(actor: Actor) -> QuerySet[Gate]:
    """Return gates in use with their zones."""
    gates = Gate.objects.filter(is_open=True).select_related("zone__venue", "zone__hall")
    return visible(actor, gates.order_by("code", "id"))


def get_topics_for(actor: Actor) -> QuerySet[Topic]:
    """Return the topic tree, in editorial order."""
    return visible(actor, Topic.objects.select_related("parent").order_by("kind", "position", "id"))


def get_figures_for(actor: Actor, edition: Edition | None = None) -> QuerySet[KeyFigure]:
    """Return figures with their sources, of one edition where it is named."""
    figures = KeyFigure.objects.select_related("source", "edition").order_by("position", "id")
    return visible(actor, figures.filter(edition=edition) if edition else figures)
