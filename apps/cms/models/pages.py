"""Home, section and standard pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from apps.cms import now
from apps.cms.fields import BodyField
from apps.cms.live import section_context
from apps.cms.models.base import FIXED_PROMOTION, NAVIGATION, FixedPage, PublicPage, fixed_content
from apps.core.privacy import tags
from apps.core.translation import FALLBACK, text_of


class HomePage(FixedPage, PublicPage):
    """The front page of one language; dates and place come from the current edition."""

    PRIVACY = tags(public="lead body")

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = BodyField(verbose_name=_("body"))

    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.SectionPage", "cms.StandardPage"]
    is_creatable = False
    content_panels = fixed_content("lead", "body")
    promote_panels = [FIXED_PROMOTION]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below; one that this language lacks is shown in another, with a label."""
        try:
            return super().route(request, path_components)
        except Http404:
            page = self.elsewhere(path_components)
            if page is None:
                raise
            return RouteResult(page)

    def elsewhere(self, slugs: list[str]) -> PublicPage | None:
        """Return the page at the same place in the first other language that has it."""
        homes = self.get_translations().values_list("url_path", flat=True)
        paths = [home + "".join(f"{slug}/" for slug in slugs) for home in homes]
        found = Page.objects.live().filter(url_path__in=paths).select_related("locale")
        order = {code: place for place, code in enumerate(FALLBACK)}
        pages = sorted(found, key=lambda page: order.get(page.locale.language_code, len(order)))
        return pages[0].specific if pages else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add dates and place of the current edition, and where the buttons lead."""
        context = super().get_context(request, *args, **kwargs)
        edition, language = now.edition(), get_language()
        theme = text_of(edition, "theme").value if edition else ""
        return context | {
            "facts": now.facts(edition),
            "lead": self.lead or theme,
            "register_url": f"/{language}/register/",
            "editions_url": f"/{language}/editions/",
        }


class SectionPage(FixedPage, PublicPage):
    """The front page of a public section; an app gives its main part by the socket `sections`.

    Its address is the section's name in every language, so one language holds it once.
    """

    PRIVACY = tags(public="section introduction above below")

    section = models.SlugField(_("section"), max_length=60, editable=False)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    above = BodyField(verbose_name=_("above the main part"))
    below = BodyField(verbose_name=_("below the main part"))

    template = "cms/section_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage", "cms.StandardPage"]
    is_creatable = False
    content_panels = fixed_content("introduction", "above", "below")
    promote_panels = [FIXED_PROMOTION, NAVIGATION]

    class Meta:
        verbose_name = _("section page")
        verbose_name_plural = _("section pages")
        constraints = [models.CheckConstraint(condition=~models.Q(section=""), name="section_page_names_section")]

    def clean(self) -> None:
        """Hold the address to the section."""
        super().clean()
        if self.slug != self.section:
            raise ValidationError({"slug": _("The address of a section is fixed.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the app's main part."""
        context = super().get_context(request, *args, **kwargs)
        context["main"] = section_context(self.section, request, self)
        return context


class StandardPage(PublicPage):
    """A plain page: about, privacy, a landing page made of blocks."""

    PRIVACY = tags(public="introduction body")

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    body = BodyField(verbose_name=_("body"))

    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.SectionPage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
