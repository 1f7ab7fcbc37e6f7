"""What the migration leaves: three trees with equal slugs, live, in real prose."""

import pytest
from wagtail.models import GroupPagePermission, Locale, Page, Site

from apps.cms.models import ArticlePage, HomePage, SectionPage, StandardPage
from tests.cms.conftest import LANGUAGES, home

pytestmark = pytest.mark.django_db

SLUGS = [
    "editions/",
    "waic-up/",
    "waic-up/figures-and-their-sources/",
    "about/",
    "privacy/",
    "accessibility/",
    "imprint/",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tree_has_the_same_slugs_in_the_same_order(language):
    top = home(language)
    below = [page.url_path.removeprefix(top.url_path) for page in top.get_descendants().order_by("path")]
    assert below == SLUGS


def test_wagtails_welcome_page_and_site_are_gone():
    assert [page.slug for page in Page.objects.filter(depth=2).order_by("path")] == ["home", "home-zh-hans", "home-de"]
    site = Site.objects.get()
    assert (site.hostname, site.site_name, site.is_default_site, site.root_page.slug) == (
        "localhost",
        "WAIC",
        True,
        "home",
    )
    assert sorted(Locale.objects.values_list("language_code", flat=True)) == ["de", "en", "zh-hans"]


def test_the_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_page_is_live_and_translated_into_three_languages():
    pages = Page.objects.filter(depth__gte=2)
    assert pages.filter(live=False).count() == 0
    assert pages.filter(search_description="").count() == 0
    for page in home().get_descendants(inclusive=True):
        assert page.get_translations(inclusive=True).count() == 3


@pytest.mark.parametrize("model", [HomePage, SectionPage, StandardPage, ArticlePage])
def test_every_page_passes_its_own_rules(model):
    for page in model.objects.all():
        page.full_clean()


def test_the_home_page_is_composed_of_live_parts():
    kinds = [block["type"] for block in home().body.raw_data]
    assert kinds == ["key_figures", "edition_timeline", "latest_articles", "notice"]


def test_only_sections_stand_in_the_navigation():
    shown = Page.objects.filter(show_in_menus=True).values_list("slug", flat=True)
    assert sorted(shown) == ["editions"] * 3 + ["waic-up"] * 3


def test_editors_and_moderators_may_work_in_all_three_trees():
    held = GroupPagePermission.objects.select_related("group", "permission", "page")
    found = {(one.group.name, one.permission.codename) for one in held if one.page.depth == 1}
    assert {("Editors", "add_page"), ("Editors", "change_page"), ("Moderators", "publish_page")} <= found
    assert ("Editors", "publish_page") not in found
