"""What all public pages have in common."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester

from apps.cms import addresses
from apps.core.middleware import STRICT
from apps.core.privacy import tags

HOME_DEPTH = 2
# Addresses below a language that belong to the applications, never to a page.
RESERVED = frozenset(["accounts", "assistant", "mailbox", "me", "portal", "register", "search", "styleguide"])
PREVIEW = STRICT.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
NAVIGATION = MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("For the navigation"))


class PublicPage(Page):
    """A page for everybody: no page is private, so each may be kept in memory and shared."""

    PRIVACY = tags(public="search_image", technical="page_ptr")

    search_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for search engines and sharing"),
    )

    private_page_options: list[str] = []
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("slug", "seo_title", "search_description", "search_image")],
            heading=_("For search engines"),
        ),
        NAVIGATION,
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep addresses in ASCII and off the applications' own."""
        super().clean()
        if not self.slug.isascii():
            raise ValidationError({"slug": _("Use Latin letters, digits and hyphens.")})
        if self.slug in RESERVED and self._is_below_home():
            raise ValidationError({"slug": _("This address belongs to an application.")})

    def _is_below_home(self) -> bool:
        parent = self.get_parent()
        return parent is not None and parent.depth == HOME_DEPTH

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Let the editor's preview show the page in its own frame, under the strict policy else."""
        response = super().serve_preview(request, mode_name)
        response.headers["Content-Security-Policy"] = PREVIEW
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way down to the page, and its language where that is not the reader's."""
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = self.crumbs()
        if self.locale.language_code != get_language():
            context["written_in"] = get_language_info(self.locale.language_code)["name_local"]
        return context

    def crumbs(self) -> list[dict[str, str]]:
        """Return the pages between home and this one; nothing right below home."""
        if self.depth is None or self.depth <= HOME_DEPTH + 1:
            return []
        above = self.get_ancestors().filter(depth__gt=HOME_DEPTH).select_related("locale")
        way = [{"title": page.title, "url": addresses.path_of(page)} for page in above]
        return [*way, {"title": self.title, "url": ""}]

    @property
    def head_title(self) -> str:
        """Return what the browser's tab and search engines show."""
        return self.seo_title or self.title


def fixed_content(*names: str) -> list[FieldPanel]:
    """Return the panels of a page whose title suggests no slug, because its slug is fixed."""
    return [FieldPanel("title", classname="title"), *(FieldPanel(name) for name in names)]


FIXED_PROMOTION = MultiFieldPanel(
    [
        FieldPanel("slug", read_only=True),
        *(FieldPanel(name) for name in ("seo_title", "search_description", "search_image")),
    ],
    heading=_("For search engines"),
)


class FixedPermissions(PagePermissionTester):
    """Permissions on a page that the site cannot do without."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Never."""
        return False

    def can_unpublish(self) -> bool:
        """Never."""
        return False

    def can_move(self) -> bool:
        """Never."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Only among its sisters, which is how the navigation is ordered."""
        may = super().can_reorder_children() if destination else False
        return may and self.page.is_child_of(destination)


class FixedPage(models.Model):
    """A page that editors fill, and that nobody deletes, hides, moves away or renames."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end date, which would take the page away on its own."""
        super().clean()
        if self.expire_at:
            raise ValidationError({"expire_at": _("This page has no end date.")})

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Answer for the editors' screens; the hooks refuse what is tried all the same."""
        return FixedPermissions(user, self)
