"""A small record: editions, figures and milestones, as many as a test asks for."""

import datetime as dt
from typing import Any

import pytest

from apps.core.models import Provenance
from apps.editions.models import Edition, KeyFigure, Source
from apps.people.models import Affiliation, Organisation, Person
from apps.records.models import Milestone


@pytest.fixture
def source(db: Any) -> Source:
    """A press report with an address."""
    return Source.objects.create(
        slug="gazette",
        title="A report",
        publisher="Gazette",
        url="https://gazette.example/1",
        published_on=dt.date(2025, 7, 28),
        provenance=Provenance.PUBLIC,
    )


@pytest.fixture
def make_edition(source: Source) -> Any:
    """Make the edition of a year."""

    def make(year: int, **more: Any) -> Edition:
        values = {
            "ordinal": year - 2017,
            "name_en": f"Conference {year}",
            "theme_en": f"Theme {year}",
            "mode": Edition.Mode.ON_SITE,
            "conference": (dt.date(year, 7, 26), dt.date(year, 7, 29)),
            "source": source,
            "provenance": Provenance.PUBLIC,
        }
        return Edition.objects.create(year=year, **values | more)

    return make


@pytest.fixture
def make_figure(source: Source) -> Any:
    """Make one claim."""

    def make(edition: Edition | None, metric: str, value: int, qualifier: str = "over", **more: Any) -> KeyFigure:
        values = {
            "slug": f"{edition.year if edition else 'all'}-{metric}-{value}",
            "label_en": metric.title(),
            "source": source,
            "provenance": Provenance.PUBLIC,
            "as_of": dt.date(2025, 7, 28),
        }
        return KeyFigure.objects.create(
            edition=edition, metric=metric, value=value, qualifier=qualifier, **values | more
        )

    return make


@pytest.fixture
def make_milestone(source: Source) -> Any:
    """Make a milestone that names a person with an affiliation, and an organisation."""

    def make(edition: Edition, number: int) -> Milestone:
        facts = {"source": source, "provenance": Provenance.PUBLIC}
        made = Milestone.objects.create(
            edition=edition, slug=f"moment-{number}", title_en=f"Moment {number}", text_en="What happened.", **facts
        )
        organisation = Organisation.objects.create(
            slug=f"lab-{number}", kind="company", name_en=f"Lab {number}", **facts
        )
        person = Person.objects.create(slug=f"ada-{number}", name=f"Ada {number}", name_hans=f"艾达{number}", **facts)
        Affiliation.objects.create(person=person, organisation=organisation, role_en="Founder", **facts)
        made.people.add(person)
        made.organisations.add(organisation)
        return made

    return make
