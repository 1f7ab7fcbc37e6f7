"""Hooks into Wagtail: what may be shared between readers, and what nobody may remove."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from apps.cms.models import HomePage, PublicPage, SectionPage
from apps.core.pagecache import share

Serve = Callable[..., HttpResponse]


@hooks.register("on_serve_page", order=-10)
def share_public_pages(serve: Serve) -> Serve:
    """Let a page be kept for everybody, unless something on the way has forbidden it."""

    def shared(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        is_open = isinstance(page, PublicPage) and "Cache-Control" not in response.headers
        return share(response) if is_open and request.method in ("GET", "HEAD") else response

    return shared


def fixed_among(pages: Iterable[Page]) -> Page | None:
    """Return the first page that the site cannot do without, among these and all below them."""
    for page in pages:
        found = page.get_descendants(inclusive=True).exact_type(HomePage, SectionPage).first()
        if found is not None:
            return found
    return None


def refusal(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Say why, and lead back; None where nothing stands against it."""
    fixed = fixed_among(pages)
    if fixed is None:
        return None
    messages.error(request, _("“%(page)s” belongs to the site's frame and stays where it is.") % {"page": fixed})
    return redirect("wagtailadmin_explore", fixed.pk)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_fixed_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete or hide a page of the frame."""
    return refusal(request, [page])


@hooks.register("before_move_page")
def keep_fixed_pages_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page of the frame to another parent."""
    return None if page.is_child_of(destination) else refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_fixed_pages_in_bulk(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    """Refuse bulk deletion, hiding and moving of pages of the frame."""
    pages = [one for one in objects if isinstance(one, Page)]
    return refusal(request, pages) if action in ("delete", "unpublish", "move") else None
