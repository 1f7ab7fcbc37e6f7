"""Shared pages: kept, fresh within the stamp, 304 by ETag, never personal."""

import pytest

from apps.core import stamps
from tests import shared_state

pytestmark = pytest.mark.django_db
PAGE = "/en/editions/2025/"


def test_the_second_reader_costs_no_statement(client, fair, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(0):
        response = client.get(PAGE)
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in response.headers


def test_an_etag_answers_304(client, fair):
    etag = client.get(PAGE).headers["ETag"]
    again = client.get(PAGE, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_raised_stamp_shows_the_change(client, fair):
    before = client.get(PAGE).headers["ETag"]
    fair.edition.theme_en = "Another theme"
    fair.edition.save()
    stamps.touch()
    shared_state.clock.forget()
    after = client.get(PAGE)
    assert after.headers["ETag"] != before
    assert "Another theme" in after.content.decode()


def test_parameters_outside_the_closed_list_are_not_kept(client, fair):
    response = client.get(PAGE + "?utm_source=x")
    assert (
        response.headers["Cache-Control"].startswith("private, no-store")
        or "no-store" in response.headers["Cache-Control"]
    )


def test_pages_differ_by_language_and_host(client, fair, settings):
    english = client.get(PAGE).headers["ETag"]
    assert client.get("/de/editions/2025/").headers["ETag"] != english


def test_personal_pages_are_never_kept(visitor_client, fair):
    assert "no-store" in visitor_client.get("/en/me/").headers["Cache-Control"]


def test_a_shared_page_holds_nothing_of_who_asked_first(visitor_client, client, fair):
    mine = visitor_client.get(PAGE)
    assert "Lin Yue" not in mine.content.decode()
    assert client.get(PAGE).content == mine.content
