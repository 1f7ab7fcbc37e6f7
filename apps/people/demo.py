"""The demo's people: persons and organisations that the sources name, and the demo logins."""

import random
from pathlib import Path
from typing import Any

from apps.core import demo, sockets
from apps.editions.demo import ARTICLE, sourced
from apps.editions.models import Edition, Source
from apps.people import demo_logins
from apps.people.models import Affiliation, Organisation, Person

FACTS = Path(__file__).parent / "facts"
ORDER = 20


class PeopleDemo:
    """Named persons and organisations are facts; three accounts belong to the demo."""

    order = ORDER

    def load_facts(self) -> None:
        """Write organisations, then persons and what they are said to be."""
        source = Source.objects.get(slug=ARTICLE)
        organisations = load_organisations(source)
        people = load_people(source)
        load_affiliations(source, people, organisations)

    def load_sample(self, profile: str, rng: random.Random) -> None:
        """Make the demo logins; passwords do not come from `rng`, which anybody can repeat."""
        demo_logins.make()

    def remove_sample(self) -> None:
        """Delete the demo logins."""
        demo_logins.remove()

    def logins(self) -> list[tuple[str, str, str, str]]:
        """Return the demo logins for the printed table."""
        return demo_logins.table()


sockets.demo.register("people", PeopleDemo())


def load_organisations(source: Source) -> dict[str, Organisation]:
    """Write the organisations and the editions they took part in."""
    facts = demo.read(FACTS / "organisations.toml")
    words = facts.pop("texts")
    rows = [
        {
            "slug": slug,
            "kind": fact["kind"],
            "aliases": fact.get("also", []),
            "position": position,
            **demo.texts(name=fact["name"], text=words.get(fact.get("text", ""))),
            **sourced(source),
        }
        for position, (slug, fact) in enumerate(facts.items(), 1)
    ]
    organisations = demo.upsert(Organisation, rows)
    editions = {edition.year: edition for edition in Edition.objects.all()}
    pairs = [(organisations[slug], editions[year]) for slug, fact in facts.items() for year in fact.get("editions", ())]
    demo.link(Organisation.editions.through, pairs)
    return organisations


def load_people(source: Source) -> dict[str, Person]:
    """Write the persons; their names are names in each script, not translations."""
    rows = [
        {
            "slug": slug,
            "name": fact["name"],
            "name_hans": fact.get("hans", ""),
            "name_latin": fact["latin"],
            **sourced(source),
        }
        for slug, fact in demo.read(FACTS / "people.toml").items()
    ]
    return demo.upsert(Person, rows)


def load_affiliations(source: Source, people: dict[str, Person], organisations: dict[str, Organisation]) -> None:
    """Write what the source says each person is, at an organisation or on their own."""
    rows: list[dict[str, Any]] = [
        {
            "person": people[slug],
            "organisation": organisations.get(role.get("at", "")),
            "position": position,
            **demo.texts(role=role["role"]),
            **sourced(source),
        }
        for slug, fact in demo.read(FACTS / "people.toml").items()
        for position, role in enumerate(fact["roles"], 1)
    ]
    demo.upsert(Affiliation, rows, key=("person", "organisation", "position"))
