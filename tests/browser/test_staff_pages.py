"""The back office in a real browser, at a desk."""

import pytest

from tests.browser.site import settle
from tests.cms.conftest import member_of
from tests.conftest import make_account
from tests.security.cast import registered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADMIN = (
    "",
    "registration/registration/",
    "registration/registration/add/",
    "registration/tickettype/",
    "editions/edition/",
)


def test_staff_pages_obey_the_policy_and_axe_finds_nothing(site):
    made = registered("Lin Yue 林月", "lin.yue@example.org")
    page = site.page(1440, "en")
    site.sign_in(page, make_account("staff@example.org", "Staff", is_staff=True, is_superuser=True))
    wrong = []
    for path in (*ADMIN, f"registration/registration/{made.pk}/change/"):
        site.open(page, f"/admin/{path}")
        wrong += site.faults(page)
        site.trouble.clear()
    assert wrong == []


def test_the_list_of_registrations_is_searched_and_opened_by_keyboard(site):
    registered("Lin Yue", "lin.yue@example.org")
    page = site.page(1440, "en")
    site.sign_in(page, make_account("staff@example.org", "Staff", is_staff=True, is_superuser=True))
    site.open(page, "/admin/registration/registration/")
    page.fill("#searchbar", "Lin Yue")
    page.press("#searchbar", "Enter")
    settle(page)
    assert page.locator("#result_list tbody tr").count() == 1
    page.locator("#result_list tbody th a").first.press("Enter")
    page.wait_for_url("**/change/**")
    settle(page)
    assert site.trouble == []


def test_the_editors_house_opens_without_a_complaint(site):
    page = site.page(1440, "en")
    site.sign_in(page, member_of("Editors"))
    page.goto(f"{site.address}/cms/")
    page.locator("h1").first.wait_for()
    assert site.trouble == []
