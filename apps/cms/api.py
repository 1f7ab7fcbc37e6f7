"""Public reads: pages and articles in the language of the call."""

from typing import Any

from django.http import Http404
from django.utils import translation
from rest_framework import serializers
from wagtail.models import Page

from apps.cms import selectors
from apps.cms.models import ArticlePage, HomePage, SectionPage, StandardPage
from apps.core.api.views import PublicReadViewSet
from apps.search.selectors import ids_found

PAGE_TYPES = (HomePage, SectionPage, StandardPage, ArticlePage)


class PageSerializer(serializers.Serializer):
    """A public page."""

    slug = serializers.CharField()
    title = serializers.CharField()
    url = serializers.SerializerMethodField()
    language = serializers.CharField(source="locale.language_code")
    description = serializers.CharField(source="search_description")
    published_at = serializers.DateTimeField(source="first_published_at")
    changed_at = serializers.DateTimeField(source="last_published_at")

    def get_url(self, page: Page) -> str:
        """The path of the page, with its language and without a host."""
        slugs = page.url_path.strip("/").split("/")[1:]
        return f"/{page.locale.language_code}/" + "".join(f"{slug}/" for slug in slugs)


class ArticleSerializer(PageSerializer):
    """An article of WAIC UP!"""

    lead = serializers.CharField()
    authors = serializers.CharField()
    topics = serializers.SerializerMethodField()

    def get_topics(self, article: ArticlePage) -> list[str]:
        """The slugs of its topics."""
        return [topic.slug for topic in article.topics.all()]


class Pages(PublicReadViewSet):
    """Live pages; no draft is ever among them."""

    serializer_class = PageSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[\w-]+"
    ordering = ("path", "id")
    finder = staticmethod(ids_found)

    @staticmethod
    def select(actor: Any) -> Any:
        """Read the public pages of the call's language."""
        return selectors.public_pages(translation.get_language())

    def found(self, rows: Any, query: str) -> Any:
        """Search over all page types, whose entries stand under their own tables."""
        return self.ranked(rows, [pk for model in PAGE_TYPES for pk in ids_found(self.actor, query, model)])

    def get_object(self) -> Any:
        """Return the first page with that slug in tree order; 404 without one."""
        page = self.get_queryset().filter(slug=self.kwargs["slug"]).order_by("path", "id").first()
        if page is None:
            raise Http404
        return page


class Articles(PublicReadViewSet):
    """Live articles, newest first."""

    serializer_class = ArticleSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[\w-]+"
    ordering = ("-first_published_at", "id")
    finder = staticmethod(ids_found)

    @staticmethod
    def select(actor: Any) -> Any:
        """Read the articles of the call's language."""
        return selectors.articles(translation.get_language()).prefetch_related("topics")
