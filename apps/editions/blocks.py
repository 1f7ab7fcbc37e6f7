"""Live blocks that every page may hold: key figures of an edition, and the countdown to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.actors import ANONYMOUS
from apps.core.offers import Ask, LiveBlock
from apps.core.sockets import blocks
from apps.core.translation import text_of
from apps.editions import amounts, periods
from apps.editions.models import Edition, KeyFigure
from apps.editions.selectors import current_edition, edition_of, get_editions_for, get_figures_for

CURRENT = "current"


def editions() -> Iterable[tuple[str, Any]]:
    """Offer the current edition, whichever that is, and each year."""
    yield CURRENT, _("the current edition")
    for year in get_editions_for(ANONYMOUS).values_list("year", flat=True):
        yield str(year), f"WAIC {year}"


def metrics() -> Iterable[tuple[str, Any]]:
    """Offer every measure for which an edition has a figure that pages show."""
    shown = get_figures_for(ANONYMOUS).filter(is_displayed=True, edition__isnull=False)
    seen: set[str] = set()
    for figure in shown:
        if figure.metric not in seen:
            seen.add(figure.metric)
            yield figure.metric, text_of(figure, "label").value


def key_figures(value: Mapping[str, Any], request: HttpRequest) -> dict[str, Any] | None:
    """Return the figures of one edition as claimed: the chosen measures, or the first few."""
    chosen = value["edition"] or CURRENT
    edition = current_edition() if chosen == CURRENT else edition_of(int(chosen))
    if edition is None:
        return None
    found = get_figures_for(ANONYMOUS, edition).filter(is_displayed=True)
    if value["metrics"]:
        found = found.filter(metric__in=value["metrics"])
    rows = [figure_row(figure, edition) for figure in found[: value["count"]]]
    more = (gettext("All figures of %(year)s") % {"year": edition.year}, edition.get_absolute_url())
    return {"figures": rows, "more": more} if rows else None


def figure_row(figure: KeyFigure, edition: Edition) -> dict[str, Any]:
    """Return one figure as the component takes it; the qualifier is never dropped."""
    source = figure.source
    named = (source.publisher or source.title) if source else gettext("entered on this site")
    claimant = text_of(figure, "claimant").value
    return {
        "label": text_of(figure, "label").value,
        "qualifier": "" if figure.qualifier == KeyFigure.Qualifier.EXACT else figure.get_qualifier_display(),
        "value": amounts.in_words(figure.value) if figure.value is not None else text_of(figure, "value_text").value,
        "unit": text_of(figure, "unit").value,
        "claimant": "" if claimant == named else claimant,
        "as_of": figure.as_of,
        "source": named,
        "source_url": (source.url if source else "") or edition.get_absolute_url(),
        "is_sample": figure.is_sample,
    }


def countdown(value: Mapping[str, Any], request: HttpRequest) -> dict[str, Any] | None:
    """Count the days to the current edition; while it runs and afterwards, say so."""
    edition = current_edition()
    if edition is None:
        return None
    first, last = periods.first_and_last(edition.conference)
    if edition.exhibition:
        last = max(last, periods.first_and_last(edition.exhibition)[1])
    today = clock.today()
    phase = "before" if today < first else "on" if today <= last else "over"
    return {
        "edition": edition,
        "phase": phase,
        "days": (first - today).days,
        "first": periods.day_in_words(first),
        "last": periods.day_in_words(last),
    }


blocks.register(
    "key_figures",
    LiveBlock(
        label=_("Key figures of an edition"),
        template="editions/blocks/key_figures.html",
        context=key_figures,
        asks={
            "edition": Ask("one", _("Edition"), default=CURRENT, choices=editions),
            "metrics": Ask(
                "several", _("Measures"), choices=metrics, required=False, help_text=_("None chosen: the first ones.")
            ),
            "count": Ask("number", _("At most"), default=6, least=1, most=24),
        },
        icon="table",
    ),
)
blocks.register(
    "countdown",
    LiveBlock(
        label=_("Countdown to the current edition"),
        template="editions/blocks/countdown.html",
        context=countdown,
        icon="time",
    ),
)
