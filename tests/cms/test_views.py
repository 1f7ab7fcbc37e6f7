"""Beside the pages: site map, robots, feed, knowledge."""

from xml.etree import ElementTree

import pytest

from apps.cms.models import ArticlePage
from apps.core import sockets
from tests.cms.conftest import home, published_article, write_article

pytestmark = pytest.mark.django_db
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(client):
    """Return the site map as {address: {language: address}}."""
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(answer.content)
    return {
        url.find("m:loc", MAP).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", MAP)}
        for url in tree.findall("m:url", MAP)
    }


def test_the_site_map_names_each_page_with_its_other_languages(client):
    assert entries(client)["http://testserver/en/about/"] == {
        "en": "http://testserver/en/about/",
        "zh-hans": "http://testserver/zh-hans/about/",
        "de": "http://testserver/de/about/",
    }


def test_the_site_map_holds_no_draft(client):
    write_article("hidden", live=False)
    assert not [address for address in entries(client) if "hidden" in address]


def test_robots_are_kept_from_personal_addresses(client):
    page = client.get("/robots.txt").content.decode()
    assert "Disallow: /*/me/" in page
    assert "Sitemap: http://testserver/sitemap.xml" in page


def test_the_feed_holds_the_articles_of_its_language(client):
    published_article("in-english", title="In English", authors="An Author")
    published_article("auf-deutsch", "de", title="Auf Deutsch")
    answer = client.get("/en/waic-up/feed/")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")
    items = {item.find("title").text: item.find("link").text for item in channel.findall("item")}
    assert items["In English"] == "http://testserver/en/waic-up/in-english/"
    assert "Auf Deutsch" not in items
    assert channel.find("language").text == "en"


def test_pages_are_known_in_their_language():
    offer = sockets.knowledge["cms.articlepage"]
    article = published_article("known", "de", title="Bekannt", lead="Ein Vorspann.")
    known = next(iter(offer.entries(offer.rows().get(pk=article.pk))))
    assert (known.language, known.kind, known.title, known.url) == ("de", "article", "Bekannt", "/de/waic-up/known/")
    assert known.summary == "Ein Vorspann."
    assert known.body == "Words."


def test_a_draft_is_not_known():
    draft = write_article("unknown", live=False)
    assert not sockets.knowledge["cms.articlepage"].rows().filter(pk=draft.pk).exists()


def test_live_parts_bring_no_words_of_their_own():
    offer = sockets.knowledge["cms.homepage"]
    known = next(iter(offer.entries(offer.rows().get(pk=home().pk))))
    assert "sample data" in known.body
    assert ArticlePage.objects.readable("en")[0].title not in known.body
