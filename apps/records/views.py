"""The page of one edition."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from apps.core.actors import ANONYMOUS
from apps.core.pagecache import shared_page
from apps.core.translation import text_of
from apps.editions import periods
from apps.people.models import Organisation, Person
from apps.records import selectors, wording
from apps.records.models import Milestone
from apps.records.selectors import Record


@shared_page
@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """Show everything that the record holds of one year; the same for everybody."""
    record = selectors.get_record_for(ANONYMOUS, year)
    if record is None:
        raise Http404
    home = f"/{get_language()}/"
    given = {
        "record": record,
        "edition": told(record),
        "heading": f"WAIC {year}",
        "hero_facts": [periods.in_words(record.edition.conference), record.edition.get_mode_display()],
        "editions_url": f"{home}editions/",
        "crumbs": [
            {"title": gettext("Home"), "url": home},
            {"title": gettext("Editions"), "url": f"{home}editions/"},
            {"title": str(year)},
        ],
        "facts": facts(record),
        "figures": [wording.figure_row(group.shown) for group in record.claims],
        "remarks": wording.remark_rows(record.claims),
        "moments": [moment(milestone) for milestone in record.milestones],
        "people": [person_line(person) for person in record.people],
        "groups": groups(record.organisations),
        "article": selectors.article_of(record.sources),
        "sources": wording.source_rows(record.sources),
    }
    return render(request, "records/edition.html", given)


def told(record: Record) -> dict[str, str]:
    """Return the edition's texts as bare text, for title and description."""
    return {field: text_of(record.edition, field).value for field in ("name", "summary")}


def facts(record: Record) -> list[dict[str, Any]]:
    """Return the rows of the fact list; what is not known has no row."""
    edition, source = record.edition, record.edition.source
    rows = [
        {"label": gettext("Official name"), "value": text_of(edition, "name").value},
        {"label": gettext("Edition"), "value": gettext("number %(ordinal)s") % {"ordinal": edition.ordinal}},
        {"label": gettext("Theme"), "value": text_of(edition, "theme").value},
        {"label": gettext("Conference"), "value": periods.in_words(edition.conference)},
        {"label": gettext("Exhibition"), "value": edition.exhibition and periods.in_words(edition.exhibition)},
        {"label": gettext("Mode"), "value": edition.get_mode_display()},
        {"label": gettext("Programme"), "value": edition.programme_formula},
        {"label": gettext("Places"), "value": wording.listed(text_of(venue, "name").value for venue in record.venues)},
        {
            "label": gettext("Source"),
            "value": wording.source_name(source),
            "action": gettext("Open"),
            "url": wording.source_url(source),
        },
    ]
    return [row for row in rows if row["value"]]


def moment(milestone: Milestone) -> dict[str, Any]:
    """Return a milestone with its day and the names of those it tells of."""
    people = [person.name_in(get_language() or "en") for person in milestone.people.all()]
    organisations = [text_of(row, "name").value for row in milestone.organisations.all()]
    return {
        "milestone": milestone,
        "when": wording.day(milestone.happened_on),
        "named": [*people, *organisations],
    }


def person_line(person: Person) -> dict[str, str]:
    """Return a person as the sources name them, with what they say of them."""
    roles = []
    for affiliation in person.affiliations.all():
        organisation = text_of(affiliation.organisation, "name").value if affiliation.organisation else ""
        roles.append(wording.listed(filter(None, (text_of(affiliation, "role").value, organisation))))
    return {"name": person.name_in(get_language() or "en"), "role": "; ".join(roles)}


def groups(organisations: list[Organisation]) -> list[dict[str, Any]]:
    """Return organisations by kind, in the order of the kinds."""
    order = [kind.value for kind in Organisation.Kind]
    ranked = sorted(organisations, key=lambda row: (order.index(row.kind), row.position, row.pk))
    return [
        {"name": plural(Organisation.Kind(kind)), "rows": list(rows)}
        for kind, rows in groupby(ranked, lambda row: row.kind)
    ]


def plural(kind: Organisation.Kind) -> str:
    """Return the heading of a group."""
    return {
        Organisation.Kind.COMPANY: gettext("Companies"),
        Organisation.Kind.UNIVERSITY: gettext("Universities"),
        Organisation.Kind.INSTITUTION: gettext("Research institutions"),
        Organisation.Kind.INTERNATIONAL: gettext("International organisations"),
        Organisation.Kind.GOVERNMENT: gettext("Public authorities"),
        Organisation.Kind.HUB: gettext("Industry hubs"),
        Organisation.Kind.MEDIA: gettext("Media"),
    }[kind]
