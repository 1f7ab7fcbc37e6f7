"""The main part of /editions/ and the timeline block."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from apps.core import sockets
from apps.editions.models import Source
from apps.people.models import Organisation

SECTION_QUERIES = 4


@pytest.fixture
def section(rf: Any) -> Any:
    """Ask the section for its context at a query."""
    entry = sockets.sections["editions"]

    def ask(query: str = "") -> dict[str, Any]:
        return entry.context(rf.get(f"/en/editions/{query}"), None)

    return ask


@pytest.fixture
def three_years(make_edition: Any, make_figure: Any) -> None:
    """Two measures over three years, one of them with a gap in 2022."""
    for year, companies, guests in ((2021, 300, 1000), (2022, 200, None), (2023, 400, 1400), (2024, 500, 1300)):
        edition = make_edition(year)
        make_figure(edition, "companies", companies)
        if guests:
            make_figure(edition, "guests", guests)


def test_editions_stand_newest_first(section: Any, three_years: None) -> None:
    assert [item["edition"].year for item in section()["editions"]] == [2024, 2023, 2022, 2021]


def test_the_chart_has_one_bar_a_year_with_qualifier_and_source(section: Any, three_years: None) -> None:
    items = section("?metric=guests")["comparison"]["items"]
    assert [(item["label"], item["value"], item["text"]) for item in items] == [
        ("2021", 1000, "over 1,000"),
        ("2022", None, "no figure"),
        ("2023", 1400, "over 1,400"),
        ("2024", 1300, "over 1,300"),
    ]
    assert (items[0]["note"], items[0]["url"]) == ("Gazette", "https://gazette.example/1")


@pytest.mark.parametrize("query", ["", "?metric=unknown", "?metric=%00", "?metric=" + "x" * 500])
def test_an_unknown_measure_shows_the_first_one(section: Any, three_years: None, query: str) -> None:
    chosen = [choice["metric"] for choice in section(query)["comparison"]["choices"] if choice["current"]]
    assert chosen == ["companies"]


def test_a_measure_of_two_years_is_not_offered(section: Any, make_edition: Any, make_figure: Any) -> None:
    for year in (2024, 2025):
        make_figure(make_edition(year), "visits", 300_000)
    assert section()["comparison"]["choices"] == []


def test_figures_over_all_editions_stand_apart(section: Any, make_edition: Any, make_figure: Any) -> None:
    make_figure(make_edition(2025), "companies", 800)
    make_figure(None, "startups", 500)
    assert [row["label"] for row in section()["totals"]] == ["Startups"]


def test_hubs_stand_with_what_their_source_says(client: Client, make_edition: Any, source: Source) -> None:
    make_edition(2025)
    Organisation.objects.create(
        slug="hub", kind="hub", name_en="Model Hub", text_en="Opened in Xuhui.", source=source, provenance="public"
    )
    page = client.get("/en/editions/").content.decode()
    assert "<h3>Model Hub</h3>" in page
    assert "<p>Opened in Xuhui.</p>" in page


def test_an_empty_record_still_has_a_page(section: Any, db: Any) -> None:
    assert section()["editions"] == []
    assert "timeline" in render_to_string("records/sections/editions.html", section())


def test_the_section_page_prints_the_chart_with_its_table(client: Client, three_years: None) -> None:
    page = " ".join(client.get("/en/editions/?metric=guests").content.decode().split())
    assert '<a class="chip" href="?metric=guests#compare" aria-current="true">' in page
    assert '<th scope="row">2023</th><td class="num">over 1,400</td>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_editions(
    section: Any, make_edition: Any, make_figure: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        make_figure(make_edition(2020 + number), "companies", 100 + number)
        make_figure(None, f"total-{number}", 10)
    with django_assert_num_queries(SECTION_QUERIES):
        section()


def test_the_block_shows_the_editions_oldest_first(rf: Any, three_years: None) -> None:
    block = sockets.blocks["edition_timeline"]
    given = block.context({}, rf.get("/en/"))
    assert [edition.year for edition in given["editions"]] == [2021, 2022, 2023, 2024]
    assert 'href="/en/editions/2021/"' in render_to_string(block.template, given)


def test_the_block_shows_nothing_without_editions(rf: Any, db: Any) -> None:
    assert sockets.blocks["edition_timeline"].context({}, rf.get("/en/")) is None
