"""What may be known of people with a public page and of organisations: sourced facts only."""

from collections.abc import Iterator

from django.conf import settings

from apps.core import sockets
from apps.core.offers import Knowledge, Known
from apps.core.translation import text_of
from apps.people.models import Organisation, Person

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def organisations(organisation: Organisation) -> Iterator[Known]:
    """Tell of an organisation under all its names."""
    for language in LANGUAGES:
        yield Known(
            language=language,
            kind="organisation",
            title=text_of(organisation, "name", language).value,
            url=editions_url(language, [edition.year for edition in organisation.editions.all()]),
            summary=text_of(organisation, "text", language).value,
            names=" ".join([*organisation.aliases, *(text_of(organisation, "name", code).value for code in LANGUAGES)]),
            is_sample=organisation.is_sample,
        )


def people(person: Person) -> Iterator[Known]:
    """Tell of a person what the sources say."""
    for language in LANGUAGES:
        roles = [
            ", ".join(filter(None, (text_of(entry, "role", language).value, organisation_of(entry, language))))
            for entry in person.affiliations.all()
        ]
        yield Known(
            language=language,
            kind="person",
            title=person.name_in(language),
            url=f"/{language}/editions/",
            summary="; ".join(roles),
            names=f"{person.name} {person.name_hans} {person.name_latin}",
            is_sample=person.is_sample,
        )


def organisation_of(entry: object, language: str) -> str:
    """Return the name of an affiliation's organisation."""
    organisation = entry.organisation  # type: ignore[attr-defined]
    return text_of(organisation, "name", language).value if organisation else ""


def editions_url(language: str, years: list[int]) -> str:
    """Return the page of the newest edition that tells of somebody."""
    return f"/{language}/editions/{max(years)}/" if years else f"/{language}/editions/"


def public_people() -> object:
    """Return people with a public page and all that is told of them."""
    rows = Person.objects.filter(slug__isnull=False)
    return rows.prefetch_related("affiliations__organisation")


sockets.knowledge.register(
    "people.organisation",
    Knowledge(Organisation, lambda: Organisation.objects.prefetch_related("editions"), organisations),
)
sockets.knowledge.register("people.person", Knowledge(Person, public_people, people))
