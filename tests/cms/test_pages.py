"""Serving: what a visitor gets, from memory or fresh, and how many statements it takes."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core import stamps
from apps.core.pagecache import key_of
from tests.cms.conftest import home, published_article, write_article

pytestmark = pytest.mark.django_db

# Wagtail's own: site, locale, home; each level its page and its type; ancestors and restrictions.
ROUTING = {"/en/": 5, "/en/about/": 7, "/en/waic-up/": 7, "/en/waic-up/first/": 9}
# Ours. Home: locale, current edition and its figures, articles. Magazine: locale, count, articles.
# Article: the way down, locale, topics, further articles.
OURS = {"/en/": 4, "/en/about/": 1, "/en/waic-up/": 3, "/en/waic-up/first/": 4}


def statements(client, path):
    """Return the statements of a view whose process has answered before."""
    kept = key_of(client.get(path).wsgi_request)
    caches["pages"].delete(kept)
    stamps.current()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/en/", "World AI"),
        ("/zh-hans/", "世界人工智能大会"),
        ("/de/", "Welt-KI-Konferenz"),
        ("/de/imprint/", "Impressum"),
    ],
)
def test_a_page_answers_in_its_language(client, fair, path, said):
    answer = client.get(path)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_the_first_screen_shows_dates_place_and_register(client, fair):
    page = client.get("/de/").content.decode()
    assert "26.–28. Juli 2025" in page
    assert 'href="/de/register/"' in page
    page = client.get("/zh-hans/").content.decode()
    assert "2025年7月26日至28日" in page


def test_home_works_without_an_edition(client, db):
    answer = client.get("/en/")
    assert answer.status_code == 200
    assert "World AI Conference" in answer.content.decode()


def test_a_page_is_kept_for_everybody(client, fair):
    first = client.get("/en/about/")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    with CaptureQueriesContext(connection) as seen:
        client.get("/en/about/")
    assert len(seen) == 0
    again = client.get("/en/about/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_refuses_to_be_written_to(client, db):
    assert client.post("/en/about/").status_code == 405


def test_an_unpublished_page_is_not_found(client, db):
    write_article("draft", live=False)
    assert client.get("/en/waic-up/draft/").status_code == 404


def test_a_page_that_a_language_lacks_is_shown_in_another_with_a_label(client, db):
    published_article("only-here", lead="Nur auf Deutsch.", language="de")
    page = client.get("/en/waic-up/only-here/").content.decode()
    assert "Nur auf Deutsch." in page
    assert "You are reading it in Deutsch." in page
    assert 'rel="canonical" href="http://testserver/de/waic-up/only-here/"' in page
    assert client.get("/en/waic-up/nowhere/").status_code == 404


def test_an_own_language_carries_no_label(client, db):
    assert "You are reading it" not in client.get("/en/about/").content.decode()


def test_navigation_follows_the_tree_and_the_language(client, db):
    page = client.get("/de/about/").content.decode()
    assert page.index('href="/de/editions/"') < page.index('href="/de/waic-up/"')


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", OURS)
def test_statements_do_not_grow_with_articles(client, fair, path, count):
    top = home()
    top.body = [
        (part.block_type, part.value) for part in top.body if part.block_type in ("key_figures", "latest_articles")
    ]
    top.save()
    published_article("first")
    for number in range(count - 1):
        published_article(f"more-{number}")
    assert len(statements(client, path)) == ROUTING[path] + OURS[path]
