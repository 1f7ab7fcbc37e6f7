"""Editors, and pages that the tests write."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale

from apps.cms.models import ArticlePage, HomePage, SectionPage
from tests.conftest import make_account, signed_in

LANGUAGES = ("en", "zh-hans", "de")


def home(language: str = "en") -> HomePage:
    """Return the home page of a language."""
    return HomePage.objects.get(locale__language_code=language)


def magazine(language: str = "en") -> SectionPage:
    """Return the magazine's section page of a language."""
    return SectionPage.objects.get(section="waic-up", locale__language_code=language)


def write_article(slug: str, language: str = "en", **values: Any) -> ArticlePage:
    """Write an article below the magazine; live unless said otherwise."""
    made = ArticlePage(
        title=values.pop("title", slug.title()),
        slug=slug,
        lead=values.pop("lead", "A lead."),
        body=[{"type": "text", "value": "<p>Words.</p>", "id": str(uuid.uuid4())}],
        locale=Locale.objects.get(language_code=language),
        **values,
    )
    magazine(language).add_child(instance=made)
    made.save_revision()
    return made


def published_article(slug: str, language: str = "en", **values: Any) -> ArticlePage:
    """Write an article and publish it as an editor does."""
    made = write_article(slug, language, live=False, **values)
    made.latest_revision.publish()
    return ArticlePage.objects.get(pk=made.pk)


def member_of(group: str) -> Any:
    """Return a member of staff in one of Wagtail's groups."""
    user = make_account(f"{group.lower()}@example.org", group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(db: Any) -> Any:
    """Writes, and hands in for review."""
    return member_of("Editors")


@pytest.fixture
def moderator(db: Any) -> Any:
    """Approves and publishes."""
    return member_of("Moderators")


@pytest.fixture
def editor_client(editor: Any) -> Client:
    """The editor's browser."""
    return signed_in(editor)


@pytest.fixture
def moderator_client(moderator: Any) -> Client:
    """The moderator's browser."""
    return signed_in(moderator)
