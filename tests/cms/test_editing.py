"""Editors at work: review, schedule, preview, translation, and who gets in."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from apps.cms.models import ArticlePage, StandardPage
from apps.cms.tasks import publish_scheduled
from tests.cms.conftest import home, magazine, published_article, write_article
from tests.conftest import make_account, signed_in

pytestmark = pytest.mark.django_db


# --- who gets in ---


def test_the_door_is_the_sites_own_login(client):
    answer = client.get("/cms/")
    assert answer.status_code == 302
    answer = client.get(answer.headers["Location"])
    assert answer.headers["Location"].split("?") == [reverse("account_login"), "next=/cms/"]


def test_an_editor_who_is_no_longer_staff_stays_outside(db):
    account = make_account("former@example.org", "Former")
    account.groups.add(Group.objects.get(name="Editors"))
    assert signed_in(account).get("/cms/").status_code == 403


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/"])
def test_an_editor_finds_the_house_in_order(editor_client, path):
    assert editor_client.get(path, follow=True).status_code == 200


def test_a_clerk_who_edits_nothing_stays_outside(clerk):
    assert signed_in(clerk).get("/cms/").status_code == 403


@pytest.mark.parametrize("page_of", [home, magazine])
def test_the_edit_form_opens_with_every_block(editor_client, page_of):
    answer = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page_of().pk]))
    assert answer.status_code == 200
    assert "key_figures" in answer.content.decode()


def test_the_form_of_a_new_article_opens(editor_client):
    path = reverse("wagtailadmin_pages:add", args=["cms", "articlepage", magazine().pk])
    assert editor_client.get(path).status_code == 200


# --- review and schedule ---


def test_an_editor_hands_in_and_a_moderator_approves(editor, moderator):
    article = write_article("reviewed", live=False)
    assert not article.permissions_for_user(editor).can_publish()
    state = Workflow.objects.get().start(article, editor)
    article.refresh_from_db()
    assert not article.live

    state.current_task_state.approve(user=moderator)
    article.refresh_from_db()
    assert article.live


def an_hour_passes(revision):
    """Turn a schedule back instead of the clock."""
    past = timezone.now() - dt.timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def test_the_task_publishes_what_is_due():
    due = write_article("due", live=False)
    due.go_live_at = timezone.now() + dt.timedelta(hours=1)
    due.save_revision().publish()
    publish_scheduled()
    assert not ArticlePage.objects.get(pk=due.pk).live

    an_hour_passes(ArticlePage.objects.get(pk=due.pk).scheduled_revision)
    publish_scheduled()
    assert ArticlePage.objects.get(pk=due.pk).live


def test_the_task_takes_back_what_is_over():
    over = published_article("over")
    ArticlePage.objects.filter(pk=over.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    publish_scheduled()
    assert not ArticlePage.objects.get(pk=over.pk).live


# --- preview and translation ---


def test_a_preview_shows_the_draft_in_the_editors_frame(editor_client, client):
    page = StandardPage.objects.get(slug="about", locale__language_code="en")
    client.get("/en/about/")
    page.title = "A draft of About"
    revision = page.save_revision()
    path = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])
    answer = editor_client.get(path)
    assert "A draft of About" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "A draft of About" not in client.get("/en/about/").content.decode()


def test_a_translation_gets_the_same_slug():
    article = published_article("shared-slug")
    german = article.copy_for_translation(home("de").locale)
    assert german.slug == "shared-slug"
    assert german.url_path == "/home-de/waic-up/shared-slug/"
    assert not german.live
