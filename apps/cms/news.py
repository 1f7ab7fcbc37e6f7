"""What follows from Wagtail's own news: fresh pages, a fresh index, addresses that keep working.

Wagtail publishes, moves and deletes from many places; its signals are the one door to all.
Each handler runs in the transaction of the change, save for a new slug, of which Wagtail
tells right after it.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from apps.cms import services
from apps.cms.models import ArticlePage, HomePage, PublicPage, SectionPage, StandardPage
from apps.core import stamps

PAGES = (HomePage, SectionPage, StandardPage, ArticlePage)


def listen() -> None:
    """Connect the handlers."""
    for signal in (signals.page_published, signals.page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms.page_changed")
    signals.page_slug_changed.connect(page_renamed, dispatch_uid="cms.page_renamed")
    signals.post_page_move.connect(page_moved, dispatch_uid="cms.page_moved")
    for model in PAGES:
        post_delete.connect(page_deleted, sender=model, dispatch_uid="cms.page_deleted")
    for model in (get_image_model(), Site, Locale):
        post_save.connect(surroundings_changed, sender=model, dispatch_uid="cms.saved")
        post_delete.connect(surroundings_changed, sender=model, dispatch_uid="cms.deleted")


def page_changed(instance: Page, **kwargs: Any) -> None:
    """A page was published or taken back."""
    if isinstance(instance.specific, PublicPage):
        services.announce(pages=[instance.specific])


def page_renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """A page has a new slug: its other languages follow, old addresses lead to the new ones."""
    services.follow_rename(page=instance, old_path=instance_before.url_path)


def page_moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """A page stands elsewhere in the tree, with all below it."""
    services.follow_move(page=instance, old_path=url_path_before, new_path=url_path_after)


def page_deleted(instance: PublicPage, **kwargs: Any) -> None:
    """A page is gone."""
    services.announce(pages=[instance])


def surroundings_changed(**kwargs: Any) -> None:
    """A picture, the site or a language has changed; any page may show it."""
    stamps.touch()
