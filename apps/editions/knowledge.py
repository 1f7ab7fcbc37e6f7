"""What may be known of editions, places, topics and figures."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from apps.core import sockets
from apps.core.offers import Knowledge, Known
from apps.core.translation import text_of
from apps.editions import amounts
from apps.editions.models import Edition, Hall, KeyFigure, Topic, Venue

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def spoken(obj: Any, field: str, language: str) -> str:
    """Return a field in exactly that language, or an empty text."""
    text = text_of(obj, field, language)
    return "" if text.is_fallback else text.value


def editions(edition: Edition) -> Iterator[Known]:
    """Tell of an edition, with its figures as facts."""
    for language in LANGUAGES:
        name = spoken(edition, "name", language)
        if name:
            yield Known(
                language=language,
                kind="edition",
                title=f"WAIC {edition.year}: {name}",
                url=f"/{language}/editions/{edition.year}/",
                summary=spoken(edition, "theme", language) or spoken(edition, "summary", language),
                body=spoken(edition, "summary", language),
                names=f"{edition.year} WAIC",
                facts=tuple(fact(figure, language) for figure in edition.figures.all()),
                is_sample=edition.is_sample,
            )


def fact(figure: KeyFigure, language: str) -> dict[str, Any]:
    """Return a figure as a typed fact; qualifier and source always stand with it."""
    return {
        "metric": figure.metric,
        "label": text_of(figure, "label", language).value,
        "value": figure.value,
        "text": text_of(figure, "value_text", language).value,
        "unit": text_of(figure, "unit", language).value,
        "qualifier": figure.qualifier,
        "source": str(figure.source) if figure.source else "",
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
    }


def figures(figure: KeyFigure) -> Iterator[Known]:
    """Tell of one claimed figure."""
    for language in LANGUAGES:
        label = spoken(figure, "label", language)
        if not label:
            continue
        year = figure.edition.year if figure.edition else ""
        yield Known(
            language=language,
            kind="figure",
            title=headline(figure, label, language),
            url=f"/{language}/editions/{year}/" if year else f"/{language}/editions/",
            summary=spoken(figure, "note", language) or str(figure.source or ""),
            names=figure.metric.replace("_", " "),
            facts=(fact(figure, language),),
            is_sample=figure.is_sample,
        )


def headline(figure: KeyFigure, label: str, language: str) -> str:
    """Return label, claim and year as the language writes them; "exactly" goes without saying."""
    with override(language):
        value = text_of(figure, "value_text", language).value or amounts.in_words(figure.value)
        qualifier = "" if figure.qualifier == KeyFigure.Qualifier.EXACT else figure.get_qualifier_display()
        gap = "" if language.startswith("zh") else " "
        said = {"label": label, "claim": gap.join(filter(None, (qualifier, value)))}
        if figure.edition is None:
            return gettext("%(label)s: %(claim)s") % said
        return gettext("%(label)s: %(claim)s (%(year)s)") % {**said, "year": figure.edition.year}


def places(obj: Venue | Hall, kind: str, venue: Venue) -> Iterator[Known]:
    """Tell of a place by name, code and venue."""
    for language in LANGUAGES:
        name = spoken(obj, "name", language)
        if name:
            yield Known(
                language=language,
                kind=kind,
                title=name,
                url=f"/{language}/editions/",
                summary=spoken(venue, "address", language),
                body=spoken(venue, "transport", language),
                names=f"{getattr(obj, 'code', '')} {spoken(venue, 'short_name', language)}",
                place=spoken(venue, "name", language),
                is_sample=obj.is_sample,
            )


def topics(topic: Topic) -> Iterator[Known]:
    """Tell of a topic with its synonyms in all languages."""
    for language in LANGUAGES:
        name = spoken(topic, "name", language)
        if name:
            yield Known(
                language=language,
                kind="topic",
                title=name,
                url=f"/{language}/editions/",
                summary=spoken(topic, "text", language),
                names=" ".join(topic.synonyms),
                is_sample=topic.is_sample,
            )


def offer(model: Any, rows: Any, entries: Any) -> None:
    """Put one table into the socket."""
    sockets.knowledge.register(model._meta.label_lower, Knowledge(model, rows, entries))


offer(Edition, lambda: Edition.objects.prefetch_related("figures__source"), editions)
offer(KeyFigure, lambda: KeyFigure.objects.select_related("source", "edition"), figures)
offer(Venue, lambda: Venue.objects.all(), lambda row: places(row, "venue", row))
offer(Hall, lambda: Hall.objects.select_related("venue"), lambda row: places(row, "hall", row.venue))
offer(Topic, lambda: Topic.objects.all(), topics)
