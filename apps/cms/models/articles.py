"""Articles of WAIC UP!, in their plain form."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from apps.cms.fields import BodyField
from apps.cms.models.base import PublicPage
from apps.core import clock
from apps.core.privacy import tags

MAGAZINE = "waic-up"


class ArticleQuerySet(PageQuerySet):
    """Articles as readers find them."""

    def readable(self, language: str | None = None) -> "ArticleQuerySet":
        """Narrow to live articles, of one language where it is named, newest first."""
        published = TruncDate(F("first_published_at") + clock.offset(), tzinfo=clock.SHANGHAI)
        found = self.live().select_related("locale", "hero").alias(day=Coalesce(F("dated"), published))
        found = found.order_by("-day", "-first_published_at", "-id")
        return found.filter(locale__language_code=language) if language else found


class ArticlePage(PublicPage):
    """One article; it stands below the magazine's section page and nowhere else."""

    PRIVACY = tags(public="authors lead hero hero_alt hero_credit dated topics body")

    authors = models.CharField(_("authors"), max_length=200, blank=True)
    lead = models.TextField(_("lead"), max_length=400)
    hero = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opening picture"),
    )
    hero_alt = models.CharField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_("What the picture tells, for those who cannot see it. Empty if it only decorates."),
    )
    hero_credit = models.CharField(_("credit"), max_length=120, blank=True)
    dated = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Left empty, readers see the day of first publication.")
    )
    topics = ParentalManyToManyField("editions.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    body = BodyField(verbose_name=_("body"))

    objects = PageManager.from_queryset(ArticleQuerySet)()

    template = "cms/article_page.html"
    parent_page_types = ["cms.SectionPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("authors"), FieldPanel("dated")], heading=_("Who and when")),
        MultiFieldPanel(
            [FieldPanel("hero"), FieldPanel("hero_alt"), FieldPanel("hero_credit")], heading=_("Opening picture")
        ),
        FieldPanel("body"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hero=None) | ~models.Q(hero_credit=""),
                name="opening_picture_has_credit",
                violation_error_message=_("Say whose picture it is."),
            )
        ]

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Allow articles in the magazine only."""
        return parent.slug == MAGAZINE and super().can_create_at(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Allow articles in the magazine only."""
        return parent.slug == MAGAZINE and super().can_move_to(parent)

    def clean(self) -> None:
        """Demand a credit for the opening picture."""
        super().clean()
        if self.hero_id and not self.hero_credit:
            raise ValidationError({"hero_credit": _("Say whose picture it is.")})

    @property
    def published_on(self) -> dt.date:
        """Return the date that readers see, in business time."""
        if self.dated:
            return self.dated
        return self.published_at.astimezone(clock.SHANGHAI).date()

    @property
    def published_at(self) -> dt.datetime:
        """Return the moment of first publication in business time; now for a draft."""
        return (self.first_published_at or timezone.now()) + clock.offset()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the topics of the article and further articles."""
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = list(self.topics.all())
        context["more"] = list(ArticlePage.objects.readable(self.locale.language_code).exclude(pk=self.pk)[:3])
        return context
