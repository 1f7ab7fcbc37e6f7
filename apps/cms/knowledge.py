"""What may be known of pages: each stands in the index in its own language."""

from collections.abc import Iterator
from typing import Any

from wagtail.fields import StreamField

from apps.cms import addresses
from apps.cms.models import ArticlePage, HomePage, PublicPage, SectionPage, StandardPage
from apps.core import sockets
from apps.core.offers import Knowledge, Known

KINDS = {HomePage: "page", SectionPage: "page", StandardPage: "page", ArticlePage: "article"}


def written(page: PublicPage) -> str:
    """Return the words in the bodies of a page; live parts bring none of their own."""
    parts: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            parts += field.get_searchable_content(getattr(page, field.name))
    return "\n".join(parts)


def pages(page: PublicPage) -> Iterator[Known]:
    """Tell of a page in its language."""
    lead = getattr(page, "lead", "") or getattr(page, "introduction", "")
    yield Known(
        language=page.locale.language_code,
        kind=KINDS[type(page)],
        title=page.title,
        url=addresses.path_of(page),
        summary=lead or page.search_description,
        body=written(page),
        names=" ".join(part for part in (page.seo_title, getattr(page, "authors", "")) if part),
    )


def rows_of(model: type[PublicPage]) -> Any:
    """Return how to read the live pages of a type."""
    return lambda: model.objects.live().select_related("locale")


for model in KINDS:
    sockets.knowledge.register(model._meta.label_lower, Knowledge(model, rows_of(model), pages))
