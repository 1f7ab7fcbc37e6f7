"""The section that the site itself fills: the magazine."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from apps.cms import selectors
from apps.cms.models.articles import MAGAZINE
from apps.core.offers import Section
from apps.core.sockets import sections

PER_PAGE = 12


def magazine(request: HttpRequest, page: Page) -> dict[str, Any]:
    """List the articles of the page's language."""
    found = selectors.articles(page.locale.language_code)
    return {"articles": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}


sections.register(MAGAZINE, Section("cms/sections/magazine.html", magazine))
