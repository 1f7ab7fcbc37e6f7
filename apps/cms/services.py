"""What has to happen when pages change, whoever changed them."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from apps.cms.addresses import below_language
from apps.cms.models import PublicPage
from apps.core import outbox, stamps
from apps.core.models import SlugRedirect


@transaction.atomic
def announce(*, pages: Iterable[Page]) -> None:
    """Make every process forget its copies, and tell the index."""
    stamps.touch()
    for page in pages:
        outbox.changed(page)


@transaction.atomic
def follow_rename(*, page: Page, old_path: str) -> None:
    """Give the other languages of a renamed page the same slug, and redirect what has moved."""
    follow_move(page=page, old_path=old_path, new_path=page.url_path)
    for translation in page.get_translations().exclude(slug=page.slug).specific():
        translation.slug = page.slug
        # Saving fires the same news for the translation; its slug is equal by then.
        translation.save()
        rename_draft(page=translation)


@transaction.atomic
def rename_draft(*, page: Page) -> None:
    """Put the new slug into the newest draft too, which would bring the old one back."""
    revision = page.latest_revision
    if revision is not None and revision.content.get("slug") != page.slug:
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])


@transaction.atomic
def follow_move(*, page: Page, old_path: str, new_path: str) -> None:
    """Announce a page and all below it at their new addresses; old ones lead there for good."""
    moved = [one for one in page.get_descendants(inclusive=True).specific() if isinstance(one, PublicPage)]
    announce(pages=moved)
    if old_path == new_path:
        return
    for one in moved:
        redirect(old=old_path + one.url_path.removeprefix(new_path), new=one.url_path)


@transaction.atomic
def redirect(*, old: str, new: str) -> None:
    """Lead an old address to a new one; a way back to the old one replaces it."""
    old_path, new_path = below_language(old), below_language(new)
    if old_path == new_path:
        return
    SlugRedirect.objects.filter(old_path=new_path).delete()
    SlugRedirect.objects.filter(new_path=old_path).update(new_path=new_path)
    SlugRedirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})
