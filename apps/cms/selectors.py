"""Reads of public pages: what is live, in one language."""

from collections.abc import Iterator

from django.db.models import QuerySet
from wagtail.models import Page

from apps.cms.models import ArticlePage
from apps.cms.models.base import HOME_DEPTH
from apps.core import sockets


def public_pages(language: str | None = None) -> QuerySet[Page]:
    """Return the live pages of a language, or of all, in the order of the tree."""
    pages = Page.objects.live().filter(depth__gte=HOME_DEPTH).select_related("locale").order_by("path")
    return pages.filter(locale__language_code=language) if language else pages


def articles(language: str | None = None) -> QuerySet[ArticlePage]:
    """Return the live articles of a language, or of all, newest first."""
    return ArticlePage.objects.readable(language)


def menu_pages(language: str) -> QuerySet[Page]:
    """Return the pages right below the home page that editors have put into the navigation."""
    return public_pages(language).filter(depth=HOME_DEPTH + 1, show_in_menus=True)


def app_addresses() -> Iterator[str]:
    """Yield the public addresses that apps list below their sections, without the language."""
    for section in sockets.sections:
        yield from section.addresses()
