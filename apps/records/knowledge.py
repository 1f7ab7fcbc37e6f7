"""What may be known of the moments of each edition."""

from collections.abc import Iterator

from django.conf import settings

from apps.core import sockets
from apps.core.offers import Knowledge, Known
from apps.core.translation import text_of
from apps.records.models import Milestone

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def milestones(milestone: Milestone) -> Iterator[Known]:
    """Tell of a milestone in each language it is written in."""
    for language in LANGUAGES:
        title = text_of(milestone, "title", language)
        if title.value and not title.is_fallback:
            yield Known(
                language=language,
                kind="milestone",
                title=title.value,
                url=f"/{language}/editions/{milestone.edition.year}/#{milestone.slug}",
                summary=text_of(milestone, "text", language).value,
                names=f"WAIC {milestone.edition.year} {named(milestone, language)}",
                is_sample=milestone.is_sample,
            )


def named(milestone: Milestone, language: str) -> str:
    """Return the names of those that the milestone tells of."""
    people = [person.name_in(language) for person in milestone.people.all()]
    return " ".join([*people, *(text_of(row, "name", language).value for row in milestone.organisations.all())])


sockets.knowledge.register(
    "records.milestone",
    Knowledge(
        Milestone,
        lambda: Milestone.objects.select_related("edition").prefetch_related("people", "organisations"),
        milestones,
    ),
)
