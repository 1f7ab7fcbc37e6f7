"""The main part of the section page /editions/: all editions, compared and summed up."""

from typing import Any

from django.http import HttpRequest

from apps.core import sockets
from apps.core.actors import ANONYMOUS
from apps.core.offers import Section
from apps.core.translation import text_of
from apps.editions import periods
from apps.editions.models import Edition
from apps.records import selectors, wording

FIRST_METRIC = "companies"


def editions(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Return the timeline, one measure over the years, and the figures over all editions."""
    found = selectors.get_timeline_for(ANONYMOUS)
    totals = selectors.get_total_claims_for(ANONYMOUS)
    comparison = compare(request.GET.get("metric", ""), sorted(edition.year for edition in found))
    figures = [figure for group in totals for figure in (group.shown, *group.others)]
    hubs = list(selectors.get_hubs_for(ANONYMOUS))
    quoted = selectors.sources_of([*found, *figures, *comparison["figures"], *hubs])
    return {
        "editions": [moment(edition) for edition in found],
        "comparison": comparison,
        "totals": [wording.figure_row(group.shown) for group in totals],
        "remarks": wording.remark_rows(totals),
        "hubs": hubs,
        "article": selectors.article_of(quoted),
        "sources": wording.source_rows(quoted),
    }


def moment(edition: Edition) -> dict[str, Any]:
    """Return one edition of the timeline."""
    return {
        "edition": edition,
        "when": periods.in_words(edition.conference),
        "mode": edition.get_mode_display(),
    }


def compare(wanted: str, years: list[int]) -> dict[str, Any]:
    """Return a measure over the years, and which others there are to choose from."""
    metrics = selectors.get_comparable_for(ANONYMOUS)
    chosen = wanted if wanted in metrics else FIRST_METRIC if FIRST_METRIC in metrics else next(iter(metrics), "")
    figures = metrics.get(chosen, [])
    choices = [
        {"metric": metric, "label": text_of(rows[0], "label").value, "current": metric == chosen}
        for metric, rows in metrics.items()
    ]
    return {
        "choices": choices,
        "title": next((choice["label"] for choice in choices if choice["current"]), ""),
        "items": wording.chart_items(years, figures),
        "figures": figures,
    }


def addresses() -> list[str]:
    """List the pages of all editions for the site map."""
    years = selectors.get_timeline_for(ANONYMOUS)
    return [f"/editions/{edition.year}/" for edition in years]


sockets.sections.register("editions", Section("records/sections/editions.html", editions, addresses))
