"""The demo's record: what happened at each edition, and what the sources say about it."""

from pathlib import Path

from apps.core import demo, sockets
from apps.editions.demo import ARTICLE, sourced
from apps.editions.models import Edition, Source
from apps.people.models import Organisation, Person
from apps.records.models import Milestone, Statement

FACTS = Path(__file__).parent / "facts"
ORDER = 30


class RecordsDemo:
    """Facts only."""

    order = ORDER

    def load_facts(self) -> None:
        """Write milestones with the people and organisations they name, then statements."""
        sources = {source.slug: source for source in Source.objects.all()}
        editions = {edition.year: edition for edition in Edition.objects.all()}
        load_milestones(sources, editions)
        load_statements(sources, editions)


sockets.demo.register("records", RecordsDemo())


def load_milestones(sources: dict[str, Source], editions: dict[int, Edition]) -> None:
    """Write the milestones and tie them to those they name."""
    facts = demo.read(FACTS / "milestones.toml")
    rows = [
        {
            "slug": slug,
            "edition": editions[fact["edition"]],
            "happened_on": fact.get("on"),
            "position": position,
            **demo.texts(title=fact["title"], text=fact["text"]),
            **sourced(sources[fact.get("source", ARTICLE)]),
        }
        for position, (slug, fact) in enumerate(facts.items(), 1)
    ]
    milestones = demo.upsert(Milestone, rows)
    people = {person.slug: person for person in Person.objects.filter(slug__isnull=False)}
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    named = [(milestones[slug], fact) for slug, fact in facts.items()]
    demo.link(Milestone.people.through, [(one, people[slug]) for one, fact in named for slug in fact.get("people", ())])
    demo.link(
        Milestone.organisations.through,
        [(one, organisations[slug]) for one, fact in named for slug in fact.get("organisations", ())],
    )


def load_statements(sources: dict[str, Source], editions: dict[int, Edition]) -> None:
    """Write what the sources say side by side."""
    rows = [
        {
            "slug": slug,
            "edition": editions[int(slug.partition("-")[0])],
            "about": fact["about"],
            "position": position,
            **demo.texts(text=fact["text"]),
            **sourced(sources[fact["source"]]),
        }
        for position, (slug, fact) in enumerate(demo.read(FACTS / "statements.toml").items(), 1)
    ]
    demo.upsert(Statement, rows)
