"""What the site adds to every page template: navigation and the current edition."""

from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

from apps.cms import addresses, now, selectors
from apps.core import stamps
from apps.core.context import CONTEXT


def site_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the pages in the navigation of the active language, in the order of the tree."""
    language = get_language() or "en"
    return [{**item, "current": request.path.startswith(item["url"])} for item in kept_nav(language)]


def kept_nav(language: str) -> list[dict[str, str]]:
    """Return titles and addresses, read again only after a stamp has risen."""
    pages, key = caches["pages"], f"nav:{language}:{stamps.version()}"
    kept = pages.get(key)
    if kept is None:
        kept = [{"title": page.title, "url": addresses.path_of(page)} for page in selectors.menu_pages(language)]
        pages.set(key, kept, now.KEPT_FOR)
    return kept


CONTEXT.register("site_nav", site_nav)
CONTEXT.register("edition", lambda request: now.edition())
