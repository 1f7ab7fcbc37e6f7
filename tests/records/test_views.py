"""The page of one edition."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGE_QUERIES = 11
OWN_TABLES = re.compile(r'FROM "(?:records|editions|people)_')  # navigation and stamps belong to others


def text_of_page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_figure_stands_with_qualifier_unit_source_and_date(
    client: Client, make_edition: Any, make_figure: Any
) -> None:
    make_figure(make_edition(2025), "floor", 70000, unit_en="m²")
    page = text_of_page(client.get("/en/editions/2025/"))
    assert '<small>over</small>70,000 <span class="unit">m²</span>' in page
    assert '<a href="https://gazette.example/1">Gazette</a> · 28 July 2025' in page


def test_competing_claims_stand_as_other_reports(client: Client, make_edition: Any, make_figure: Any) -> None:
    edition = make_edition(2025)
    make_figure(edition, "guests", 1572)
    make_figure(edition, "guests", 1500, is_displayed=False, note_en="Counted a day before.")
    page = text_of_page(client.get("/en/editions/2025/"))
    assert "Other reports say:</span> over 1,500 · " in page
    assert "Counted a day before." in page


def test_a_metric_that_pages_hide_stays_hidden(client: Client, make_edition: Any, make_figure: Any) -> None:
    make_figure(make_edition(2025), "secrets", 4711, is_displayed=False)
    assert "4,711" not in client.get("/en/editions/2025/").content.decode()


def test_a_source_that_puts_no_word_before_a_number_gets_none(
    client: Client, make_edition: Any, make_figure: Any
) -> None:
    make_figure(make_edition(2025), "robots", 60, "exact")
    assert "<small></small>60" in client.get("/en/editions/2025/").content.decode()


def test_names_follow_the_language_of_the_page(client: Client, make_edition: Any, make_milestone: Any) -> None:
    make_milestone(make_edition(2025), 1)
    assert "<b>Ada 1</b>" in client.get("/de/editions/2025/").content.decode()
    assert "<b>艾达1</b>" in client.get("/zh-hans/editions/2025/").content.decode()


def test_a_text_in_another_language_says_so(client: Client, make_edition: Any) -> None:
    make_edition(2025)
    page = client.get("/de/editions/2025/").content.decode()
    assert '<span lang="en">Theme 2025</span> <span class="label-fallback">' in page


def test_the_page_leads_to_the_editions_before_and_after(client: Client, make_edition: Any) -> None:
    for year in (2023, 2024, 2025):
        make_edition(year)
    page = client.get("/en/editions/2024/").content.decode()
    assert 'href="/en/editions/2023/"' in page
    assert 'href="/en/editions/2025/"' in page
    assert 'href="/en/editions/2026/"' not in client.get("/en/editions/2025/").content.decode()


def test_a_source_is_listed_once_under_an_anchor(client: Client, make_edition: Any, make_milestone: Any) -> None:
    edition = make_edition(2025)
    for number in (1, 2):
        make_milestone(edition, number)
    assert client.get("/en/editions/2025/").content.decode().count('id="source-gazette"') == 1


@pytest.mark.parametrize("path", ["/en/editions/1999/", "/zh-hans/editions/0/", "/en/editions/99999999999999999999/"])
def test_an_unknown_year_is_not_found(client: Client, make_edition: Any, path: str) -> None:
    make_edition(2025)
    assert client.get(path).status_code == 404


def test_the_page_is_kept_for_everybody(client: Client, make_edition: Any) -> None:
    make_edition(2025)
    first = client.get("/en/editions/2025/")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/en/editions/2025/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert again.status_code == 304


def test_the_page_cannot_be_written_to(client: Client, make_edition: Any) -> None:
    make_edition(2025)
    assert client.post("/en/editions/2025/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_record(
    client: Client, make_edition: Any, make_figure: Any, make_milestone: Any, rows: int
) -> None:
    edition = make_edition(2025)
    for number in range(rows):
        make_edition(2018 + number)
        make_figure(edition, f"metric-{number}", 10 + number)
        make_milestone(edition, number)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/editions/2025/").status_code == 200
    assert len([query for query in queries if OWN_TABLES.search(query["sql"])]) == PAGE_QUERIES
