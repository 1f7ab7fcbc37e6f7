"""The live block that the site itself offers: the newest articles."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from apps.cms import selectors
from apps.cms.models.articles import MAGAZINE
from apps.core.offers import Ask, LiveBlock
from apps.core.sockets import blocks


def latest_articles(value: Mapping[str, Any], request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest articles in the reader's language; nothing while there are none."""
    language = get_language()
    found = list(selectors.articles(language)[: value["count"]])
    more = (gettext("All articles"), f"/{language}/{MAGAZINE}/")
    return {"articles": found, "more": more} if found else None


blocks.register(
    "latest_articles",
    LiveBlock(
        label=_("Latest articles"),
        template="cms/blocks/latest_articles.html",
        context=latest_articles,
        asks={"count": Ask("number", _("How many"), default=3, least=1, most=12)},
        icon="doc-full",
    ),
)
