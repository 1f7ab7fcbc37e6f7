"""Whatever changes a page raises the stamp, tells the index, and keeps old addresses working."""

import pytest
from django.test import RequestFactory
from wagtail.models import Page

from apps.cms.models import ArticlePage, StandardPage
from apps.core import stamps
from apps.core.models import Outbox, SlugRedirect, Stamp
from apps.core.pagecache import key_of
from tests.cms.conftest import home, magazine, published_article, write_article

pytestmark = pytest.mark.django_db


def version():
    """Return the site's stamp as stored."""
    return Stamp.objects.filter(name=stamps.SITE).values_list("version", flat=True).first() or 0


def told(page):
    """Tell whether the index has been told of a page."""
    return Outbox.objects.filter(topic="index", name=page._meta.label_lower, payload={"id": page.pk}).exists()


def test_publishing_raises_the_stamp_and_tells_the_index():
    article = write_article("fresh", live=False)
    before = version()
    article.latest_revision.publish()
    assert version() > before
    assert told(article)


def test_a_draft_raises_nothing():
    article = published_article("calm")
    before = version()
    article.title = "Not yet"
    article.save_revision()
    assert version() == before


def test_unpublishing_raises_the_stamp_and_tells_the_index():
    article = published_article("fading")
    Outbox.objects.all().delete()
    before = version()
    article.unpublish()
    assert version() > before
    assert told(article)


def test_deleting_raises_the_stamp_and_tells_the_index():
    article = published_article("going")
    Outbox.objects.all().delete()
    before, number = version(), article.pk
    article.delete()
    assert version() > before
    assert Outbox.objects.filter(name="cms.articlepage", payload={"id": number}).exists()


def test_the_page_key_changes_with_the_stamp():
    request = RequestFactory().get("/en/waic-up/")
    before = key_of(request)
    published_article("news")
    assert key_of(request) != before


def test_a_visitor_sees_the_change_at_once(client):
    assert "Brand New" not in client.get("/en/waic-up/").content.decode()
    published_article("brand-new", title="Brand New")
    assert "Brand New" in client.get("/en/waic-up/").content.decode()


def test_a_preview_never_meets_the_kept_page():
    request = RequestFactory().get("/en/waic-up/")
    request.is_dummy = True
    assert key_of(request) is None


def rename(page, slug, committed):
    """Publish a page under a new slug, as an editor does."""
    with committed(execute=True):
        page.slug = slug
        page.save_revision().publish()


def test_a_rename_reaches_the_other_languages_and_their_drafts(django_capture_on_commit_callbacks):
    first = published_article("old-name")
    german = first.copy_for_translation(home("de").locale)
    german.save_revision().publish()
    german.refresh_from_db()
    german.save_revision()

    rename(first, "new-name", django_capture_on_commit_callbacks)

    assert ArticlePage.objects.get(pk=german.pk).slug == "new-name"
    assert Page.objects.get(pk=german.pk).latest_revision.content["slug"] == "new-name"
    assert ArticlePage.objects.get(pk=german.pk).url_path == "/home-de/waic-up/new-name/"


def test_an_old_address_leads_to_the_new_one(client, django_capture_on_commit_callbacks):
    rename(published_article("old-name"), "new-name", django_capture_on_commit_callbacks)
    answer = client.get("/en/waic-up/old-name/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/waic-up/new-name/")


def test_renaming_back_leaves_no_circle(client, django_capture_on_commit_callbacks):
    article = published_article("first-name")
    for slug in ("second-name", "first-name"):
        rename(article, slug, django_capture_on_commit_callbacks)
    assert client.get("/en/waic-up/first-name/").status_code == 200
    assert list(SlugRedirect.objects.values_list("old_path", "new_path")) == [
        ("/waic-up/second-name/", "/waic-up/first-name/")
    ]


def test_a_move_redirects_the_page_and_all_below_it(client):
    about = StandardPage.objects.get(slug="about", locale__language_code="en")
    team = about.add_child(instance=StandardPage(title="Team", slug="team"))
    team.add_child(instance=StandardPage(title="Desk", slug="desk"))
    team.move(StandardPage.objects.get(slug="privacy", locale__language_code="en"), pos="last-child")
    assert client.get("/en/about/team/desk/").headers["Location"] == "/en/privacy/team/desk/"
    assert client.get("/en/privacy/team/desk/").status_code == 200


def test_sections_keep_their_order_when_moved_among_sisters():
    before = version()
    magazine().move(home(), pos="first-child")
    assert version() > before
    assert not SlugRedirect.objects.exists()
