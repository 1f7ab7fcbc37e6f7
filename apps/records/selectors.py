"""Reads of the record: one edition with everything about it, and all of them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from apps.core.actors import Actor
from apps.core.models import Provenance
from apps.core.permissions import visible
from apps.editions.models import Edition, KeyFigure, ProgrammeBlock, Source, Sourced, Topic, Venue
from apps.editions.selectors import get_editions_for, get_figures_for
from apps.people.models import Affiliation, Organisation, Person
from apps.records.models import Milestone, Statement


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims to one metric: the one that is shown, and what others say."""

    shown: KeyFigure
    others: tuple[KeyFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the record holds of one edition."""

    edition: Edition
    earlier: Edition | None
    later: Edition | None
    venues: list[Venue]
    topics: list[Topic]
    blocks: list[ProgrammeBlock]
    milestones: list[Milestone]
    statements: list[Statement]
    claims: list[Claims]
    people: list[Person]
    organisations: list[Organisation]

    @property
    def sources(self) -> list[Source]:
        """Return every source of the page once, in the order in which the page quotes them."""
        figures = [figure for claims in self.claims for figure in (claims.shown, *claims.others)]
        rows = [self.edition, *self.statements, *figures, *self.blocks, *self.milestones]
        return sources_of([*rows, *self.venues, *self.organisations, *self.people])


def article_of(sources: list[Source]) -> Source | None:
    """Return the article on which the summaries rest, if the page quotes it."""
    return next((source for source in sources if source.provenance == Provenance.SEED), None)


def sources_of(rows: Iterable[Sourced]) -> list[Source]:
    """Return every source of some rows once, in their order."""
    return list({row.source.pk: row.source for row in rows if row.source}.values())


def get_timeline_for(actor: Actor) -> QuerySet[Edition]:
    """Return all editions with the sources of their dates, newest first."""
    return get_editions_for(actor).select_related("source")


def get_record_for(actor: Actor, year: int) -> Record | None:
    """Return the record of a year, or None where there is no such edition."""
    editions = list(get_timeline_for(actor))
    place = next((place for place, edition in enumerate(editions) if edition.year == year), None)
    if place is None:
        return None
    edition = editions[place]
    milestones = list(get_milestones_for(actor).filter(edition=edition))
    return Record(
        edition=edition,
        earlier=editions[place + 1] if place + 1 < len(editions) else None,
        later=editions[place - 1] if place else None,
        venues=list(visible(actor, edition.venues.select_related("source").order_by("position", "id"))),
        topics=list(visible(actor, edition.topics.order_by("kind", "position", "id"))),
        blocks=list(visible(actor, edition.blocks.select_related("source").order_by("position", "id"))),
        milestones=milestones,
        statements=list(visible(actor, edition.statements.select_related("source").order_by("position", "id"))),
        claims=claims_of(list(get_figures_for(actor, edition))),
        people=people_in(milestones),
        organisations=organisations_in(actor, edition, milestones),
    )


def get_milestones_for(actor: Actor) -> QuerySet[Milestone]:
    """Return milestones in the order of the record, with those they name."""
    people = visible(actor, Person.objects.filter(slug__isnull=False).select_related("source").order_by("name_latin"))
    affiliations = visible(actor, Affiliation.objects.select_related("organisation").order_by("position", "id"))
    organisations = visible(actor, Organisation.objects.select_related("source").order_by("position", "id"))
    milestones = Milestone.objects.select_related("source", "edition").order_by("position", "id")
    return visible(actor, milestones).prefetch_related(
        Prefetch("people", people.prefetch_related(Prefetch("affiliations", affiliations))),
        Prefetch("organisations", organisations),
    )


def people_in(milestones: list[Milestone]) -> list[Person]:
    """Return each person that the milestones name, once."""
    return list({person.pk: person for one in milestones for person in one.people.all()}.values())


def organisations_in(actor: Actor, edition: Edition, milestones: list[Milestone]) -> list[Organisation]:
    """Return those that took part, and those that the milestones name, in editorial order."""
    took_part = visible(actor, edition.organisations.select_related("source"))
    found = [*took_part, *(row for one in milestones for row in one.organisations.all())]
    return sorted({row.pk: row for row in found}.values(), key=lambda row: (row.position, row.pk))


def claims_of(figures: list[KeyFigure]) -> list[Claims]:
    """Group claims by metric, in the order of their first; a metric that pages hide stays hidden."""
    metrics: dict[str, list[KeyFigure]] = {}
    for figure in figures:
        metrics.setdefault(figure.metric, []).append(figure)
    groups = []
    for claims in metrics.values():
        shown = next((figure for figure in claims if figure.is_displayed), None)
        if shown:
            groups.append(Claims(shown, tuple(figure for figure in claims if figure is not shown)))
    return groups


def get_total_claims_for(actor: Actor) -> list[Claims]:
    """Return the figures over all editions."""
    return claims_of(list(get_figures_for(actor).filter(edition=None)))


def get_hubs_for(actor: Actor) -> QuerySet[Organisation]:
    """Return the industry hubs that grew round the conference."""
    hubs = Organisation.objects.filter(kind=Organisation.Kind.HUB).select_related("source")
    return visible(actor, hubs.order_by("position", "id"))


def get_comparable_for(actor: Actor, least: int = 3) -> dict[str, list[KeyFigure]]:
    """Return the shown figures of each metric that so many editions at least share, by year."""
    figures = get_figures_for(actor).filter(is_displayed=True, edition__isnull=False, value__isnull=False)
    metrics: dict[str, list[KeyFigure]] = {}
    for figure in figures.order_by("position", "edition__year", "id"):
        metrics.setdefault(figure.metric, []).append(figure)
    return {metric: rows for metric, rows in metrics.items() if len(rows) >= least}
