"""Figures and sources as the page components take them; no figure without qualifier and source."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext

from apps.core.translation import text_of
from apps.editions import amounts, periods
from apps.editions.models import KeyFigure, Source
from apps.records.selectors import Claims


def listed(words: Iterable[str]) -> str:
    """Return words in a row, with the comma of the reader's language."""
    return ("、" if (get_language() or "").startswith("zh") else ", ").join(words)


def day(date: dt.date | None) -> str:
    """Return a day as the language writes it, or an empty text."""
    return periods.day_in_words(date) if date else ""


def amount_of(figure: KeyFigure) -> str:
    """Return the value as the reader's language writes it."""
    if figure.value is None:
        return text_of(figure, "value_text").value
    return amounts.in_words(figure.value)


def qualifier_of(figure: KeyFigure) -> str:
    """Return the word before the value; a source that puts none gets none."""
    return "" if figure.qualifier == KeyFigure.Qualifier.EXACT else figure.get_qualifier_display()


def claim(figure: KeyFigure) -> str:
    """Return qualifier, value and unit in one line: over 70,000 m²."""
    gap = "" if (get_language() or "").startswith("zh") else " "
    return gap.join(filter(None, (qualifier_of(figure), amount_of(figure), text_of(figure, "unit").value)))


def source_name(source: Source | None) -> str:
    """Return how a source is called in a line."""
    return (source.publisher or source.title) if source else gettext("entered on this site")


def source_url(source: Source | None) -> str:
    """Return the source's address, or the place on the page where it is described."""
    return (source.url or f"#source-{source.slug}") if source else ""


def source_rows(sources: list[Source]) -> list[dict[str, str]]:
    """Return the list of sources at the foot of a page."""
    return [
        {
            "slug": source.slug,
            "title": source.title,
            "url": source.url,
            "line": " · ".join(filter(None, (source.publisher, day(source.published_on), source.note))),
        }
        for source in sources
    ]


def claimant_of(figure: KeyFigure) -> str:
    """Return who claims it where that is not simply the publisher."""
    claimant = text_of(figure, "claimant").value
    return "" if figure.source and claimant == source_name(figure.source) else claimant


def figure_row(figure: KeyFigure) -> dict[str, Any]:
    """Return the arguments of the component `figure`."""
    return {
        "label": text_of(figure, "label").value,
        "qualifier": qualifier_of(figure),
        "value": amount_of(figure),
        "unit": text_of(figure, "unit").value,
        "claimant": claimant_of(figure),
        "as_of": day(figure.as_of),
        "source": source_name(figure.source),
        "source_url": source_url(figure.source),
        "sample": figure.is_sample,
    }


def remark_rows(groups: list[Claims]) -> list[dict[str, Any]]:
    """Return what has to be said beside the figures: how they were counted, what others report."""
    rows = []
    for group in groups:
        note = text_of(group.shown, "note").value
        if note or group.others:
            rows.append(
                {
                    "figure": group.shown,
                    "shown": claim(group.shown),
                    "note": note,
                    "others": [other(f) for f in group.others],
                }
            )
    return rows


def other(figure: KeyFigure) -> dict[str, Any]:
    """Return a competing claim with its source."""
    return {
        "claim": claim(figure),
        "note": text_of(figure, "note").value,
        "source": source_name(figure.source),
        "source_url": source_url(figure.source),
        "as_of": day(figure.as_of),
    }


def chart_items(years: list[int], figures: list[KeyFigure]) -> list[dict[str, Any]]:
    """Return one bar a year; a year without a figure says so."""
    by_year = {figure.edition.year: figure for figure in figures if figure.edition}
    return [chart_item(year, by_year.get(year)) for year in years]


def chart_item(year: int, figure: KeyFigure | None) -> dict[str, Any]:
    """Return a bar with its value in words and its source."""
    if figure is None:
        return {"label": str(year), "value": None, "text": gettext("no figure")}
    return {
        "label": str(year),
        "value": figure.value,
        "text": claim(figure),
        "note": source_name(figure.source),
        "url": source_url(figure.source),
    }
