"""The frame of the site stays: home and section pages cannot be removed, hidden, moved or renamed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from apps.cms.models import ArticlePage, HomePage, SectionPage, StandardPage
from tests.cms.conftest import home, magazine, published_article, write_article

pytestmark = pytest.mark.django_db
FRAME = [("home", home), ("section", magazine)]


@pytest.mark.parametrize(("name", "page_of"), FRAME, ids=[name for name, _ in FRAME])
def test_nobody_may_delete_hide_or_move_the_frame(name, page_of, staff):
    may = page_of().permissions_for_user(staff)
    assert not may.can_delete()
    assert not may.can_unpublish()
    assert not may.can_move()
    assert may.can_edit()
    assert may.can_publish()


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
@pytest.mark.parametrize(("name", "page_of"), FRAME, ids=[name for name, _ in FRAME])
def test_the_editors_screens_refuse(name, page_of, verb, staff_client):
    page = page_of()
    staff_client.post(reverse(f"wagtailadmin_pages:{verb}", args=[page.pk]))
    page.refresh_from_db()
    assert page.live


def test_bulk_deletion_spares_the_frame(staff_client):
    extra = published_article("going-along")
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    staff_client.post(f"{path}?id={magazine().pk}&id={extra.pk}")
    assert Page.objects.filter(pk=magazine().pk).exists()
    assert not Page.objects.filter(pk=extra.pk).exists()


def test_an_article_may_be_deleted(staff_client):
    article = published_article("short-lived")
    staff_client.post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert not ArticlePage.objects.filter(slug="short-lived").exists()


def test_a_section_keeps_its_address(db):
    page = magazine()
    page.slug = "magazine"
    with pytest.raises(ValidationError, match="The address of a section is fixed"):
        page.full_clean()


def test_a_section_has_no_end_date(db):
    page = magazine()
    page.expire_at = timezone.now()
    with pytest.raises(ValidationError, match="no end date"):
        page.full_clean()


def test_articles_stand_in_the_magazine_only(db):
    editions = SectionPage.objects.get(section="editions", locale__language_code="en")
    assert ArticlePage.can_create_at(magazine())
    assert not ArticlePage.can_create_at(editions)
    assert not ArticlePage.can_create_at(home())
    assert not write_article("stays").can_move_to(editions)


def test_editors_make_neither_home_nor_section_pages(db):
    assert HomePage not in Page.objects.get(depth=1).specific_class.creatable_subpage_models()
    assert SectionPage not in HomePage.creatable_subpage_models()


@pytest.mark.parametrize("slug", ["register", "me", "search", "accounts"])
def test_pages_leave_the_applications_addresses_alone(db, slug):
    page = StandardPage(title="Wrong", slug=slug)
    with pytest.raises(ValidationError, match="belongs to an application"):
        home().add_child(instance=page)
    assert not Page.objects.filter(slug=slug).exists()


def test_addresses_are_latin_letters(db):
    with pytest.raises(ValidationError, match="Latin letters"):
        home("zh-hans").add_child(instance=StandardPage(title="关于", slug="关于"))


def test_no_page_can_be_made_private(db):
    assert ArticlePage.private_page_options == []
