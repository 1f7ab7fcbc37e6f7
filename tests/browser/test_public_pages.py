"""Every kind of public page in a real browser: two widths, light and dark, one language each."""

import pytest

from apps.registration.models import Registration
from apps.search.services import rebuild
from tests.browser.site import WIDTHS, settle
from tests.cms.conftest import published_article
from tests.conftest import make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "en": ("editions/", "search/?q=AI", "about/", "no/such/page/", "accounts/login/password/"),
    "zh-hans": ("", "editions/2025/", "waic-up/article/", "privacy/", "accounts/signup/"),
    "de": ("waic-up/", "editions/2018/", "search/?q=nichts-davon", "accessibility/", "imprint/"),
}
OWN = {"en": ("me/", "me/data/"), "zh-hans": ("me/profile/", "accounts/2fa/"), "de": ("accounts/email/", "me/")}


@pytest.mark.parametrize("language", PAGES)
def test_public_pages(site, language):
    for each in PAGES:
        published_article("article", each, title="A robot reads the room", lead="What it saw.")
    rebuild()
    page = site.page(1440, language)
    for path in PAGES[language]:
        assert look_at(site, page, f"/{language}/{path}", language) == []


@pytest.mark.parametrize("language", OWN)
def test_personal_pages(site, language):
    page = site.page(1440, language)
    site.sign_in(page, make_account("lin.yue@example.org", "Lin Yue"))
    for path in OWN[language]:
        assert look_at(site, page, f"/{language}/{path}", language) == []


def look_at(site, page, path, language):
    """Open a page once and look at it in both widths, light and dark; return what is wrong."""
    site.trouble.clear()
    page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
    site.open(page, path)
    if "no/such" in path:
        site.trouble[:] = [one for one in site.trouble if "404" not in one]
    wrong = [] if page.locator("html").get_attribute("lang") == language else [f"{path} lang"]
    wrong += site.faults(page, dark=True)
    page.set_viewport_size({"width": 390, "height": WIDTHS[390]})
    settle(page)
    return wrong + site.faults(page, dark=True)


@pytest.mark.parametrize("path", ["", "editions/", "editions/2025/", "waic-up/", "search/?q=AI", "register/"])
def test_on_a_very_small_phone_nothing_scrolls_sideways(site, path):
    page = site.page(390, "de")
    page.set_viewport_size({"width": 320, "height": 640})
    site.open(page, f"/de/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_language_switch_keeps_the_page(site):
    page = site.page(1440, "en")
    site.open(page, "/en/editions/2025/")
    page.locator(".languages summary, .languages button, [data-languages] summary").first.click()
    page.locator("header a[href='/zh-hans/editions/2025/']").first.click()
    settle(page)
    assert page.url == f"{site.address}/zh-hans/editions/2025/"
    assert site.faults(page) == []


def test_the_phone_menu_opens_and_closes(site):
    page = site.page(390, "en")
    site.open(page, "/en/")
    opener = page.locator("header summary, header button[aria-expanded]").last
    opener.click()
    settle(page)
    assert site.faults(page, dark=True) == []
    page.keyboard.press("Escape")


def test_the_description_of_the_api_runs_on_its_own_files(site):
    page = site.page(1440, "en")
    site.open(page, "/api/docs/")
    page.locator(".opblock").first.wait_for()
    assert site.trouble == []
    assert Registration.objects.count() == 0
