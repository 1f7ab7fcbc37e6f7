"""Views beside the pages: site map, rules for robots, the magazine's feed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from apps.cms import addresses, selectors
from apps.cms.models import ArticlePage
from apps.core.pagecache import shared_page

FEED_LENGTH = 30
CLOSED = (
    "/admin/",
    "/cms/",
    "/api/",
    "/ops/",
    "/gate/",
    "/*/accounts/",
    "/*/me/",
    "/*/portal/",
    "/*/register/",
    "/*/search/",
)


@require_safe
@shared_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page with its other languages."""
    site = f"{request.scheme}://{request.get_host()}"
    context = {"entries": [*page_entries(site), *app_entries(site)]}
    return render(request, "cms/sitemap.xml", context, content_type="application/xml")


def page_entries(site: str) -> list[dict[str, Any]]:
    """Return one entry a page and language; pages that translate one another name each other."""
    pages = list(selectors.public_pages())
    sisters: dict[Any, list[dict[str, str]]] = {}
    for page in pages:
        alternate = {"language": page.locale.language_code, "url": site + addresses.path_of(page)}
        sisters.setdefault(page.translation_key, []).append(alternate)
    return [
        {
            "url": site + addresses.path_of(page),
            "changed": page.last_published_at,
            "alternates": sisters[page.translation_key],
        }
        for page in pages
    ]


def app_entries(site: str) -> list[dict[str, Any]]:
    """Return the pages that apps list below their sections, in every language."""
    codes = [code for code, _name in settings.LANGUAGES]
    entries = []
    for address in selectors.app_addresses():
        alternates = [{"language": code, "url": f"{site}/{code}{address}"} for code in codes]
        entries += [{"url": one["url"], "changed": None, "alternates": alternates} for one in alternates]
    return entries


@require_safe
@shared_page
def robots(request: HttpRequest) -> HttpResponse:
    """Ask robots to leave personal and internal addresses alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class ArticleFeed(Feed):
    """The newest articles of one language."""

    feed_type = Rss201rev2Feed
    title = "WAIC UP!"

    def get_object(self, request: HttpRequest) -> str:
        """Return the language of the address."""
        return get_language() or settings.LANGUAGE_CODE

    def link(self, language: str) -> str:
        """Return the magazine's page."""
        return f"/{language}/waic-up/"

    def description(self, language: str) -> str:
        """Return what the feed holds."""
        return gettext("Articles of the magazine of the World AI Conference")

    def items(self, language: str) -> list[ArticlePage]:
        """Return the newest articles."""
        return list(selectors.articles(language)[:FEED_LENGTH])

    def item_link(self, item: ArticlePage) -> str:
        """Return the article's address."""
        return addresses.path_of(item)

    def item_description(self, item: ArticlePage) -> str:
        """Return the article's lead."""
        return item.lead

    def item_pubdate(self, item: ArticlePage) -> dt.datetime:
        """Return the moment of publication."""
        return item.published_at

    def item_author_name(self, item: ArticlePage) -> str | None:
        """Return who wrote it."""
        return item.authors or None


feed = require_safe(shared_page(ArticleFeed()))
