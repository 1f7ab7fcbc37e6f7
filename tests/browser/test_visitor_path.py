"""From the home page to a ticket that a gate admits, in a real browser, in three languages and two widths."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page, expect

from apps.registration.models import Registration
from tests.browser.site import Site, code_from_mail, settle
from tests.conftest import SUNDAY_MORNING, Caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RARE_NAME = "欧阳㛃䶮𬱖"
EMAIL = "newcomer@example.org"
EVERYWHERE = [(language, width) for language in ("en", "zh-hans", "de") for width in (390, 1440)]


@pytest.mark.parametrize(("language", "width"), EVERYWHERE)
def test_from_the_home_page_to_the_ticket(site, language, width):
    page = site.page(width, language)
    site.open(page, "/")
    assert page.url == f"{site.address}/{language}/"
    if width == 390:
        first_screen(page, language)
    dark = (language, width) == ("zh-hans", 390)
    assert site.faults(page, dark=dark) == []

    page.locator(f"main a[href='/{language}/register/']").first.click()
    settle(page)
    assert site.faults(page, dark=dark) == []
    choose_sunday(page)
    assert site.faults(page, dark=dark) == []

    page.fill("input[name=email]", EMAIL)
    page.press("input[name=email]", "Enter")
    page.wait_for_url("**/login/code/confirm/")
    settle(page)
    assert site.faults(page, dark=dark) == []
    page.fill("input[name=code]", code_from_mail(EMAIL).lower())
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/register/details/**")
    settle(page)
    assert site.faults(page, dark=dark) == []

    fill_in(page, RARE_NAME)
    page.locator("main form button[type=submit].large, main form .actions button").first.click()
    page.wait_for_url("**/register/ticket/**")
    settle(page)
    assert site.faults(page, dark=dark) == []
    assert page.locator("html").get_attribute("lang") == language
    registration = Registration.objects.get()
    assert (registration.person.name, registration.language, registration.state) == (
        RARE_NAME,
        language,
        "badge_issued",
    )
    assert downloads(page)[1] == ["2025-07-27"]

    site.open(page, f"/{language}/register/")
    assert page.url.endswith(f"/register/ticket/{registration.code}/")
    site.open(page, f"/{language}/me/")
    assert site.faults(page, dark=dark) == []


def first_screen(page: Page, language: str) -> None:
    """Name, dates, place and Register stand in the first screen of a phone."""
    place = {"en": "Shanghai", "zh-hans": "上海", "de": "Shanghai"}[language]
    dates = {"en": "26", "zh-hans": "26", "de": "26."}[language]
    seen = {
        "name": page.locator("h1"),
        "dates": page.locator(".hero .facts-line li", has_text=dates).first,
        "place": page.locator(".hero", has_text=place).first.locator("li", has_text=place).first,
        "register": page.locator(f"main a[href='/{language}/register/']").first,
    }
    for what, locator in seen.items():
        box = locator.bounding_box()
        assert (what, box["y"] >= 0, box["y"] + box["height"] <= 844) == (what, True, True)


def choose_sunday(page: Page) -> None:
    """Take the visitor's ticket for Sunday."""
    page.locator("label[for=visitor-0727]").click()
    page.locator("form:has(#visitor-0727) button[name=go]").click()
    page.wait_for_url("**/accounts/login/**")
    settle(page)


def fill_in(page: Page, name: str) -> None:
    """Say who comes."""
    page.fill("input[name=name]", name)
    page.select_option("select[name=country]", "CN")
    page.fill("input[name=birth_year]", "1990")
    page.locator("label[for=id_agrees]").click(position={"x": 8, "y": 8})


def downloads(page: Page) -> tuple[bytes, list[str]]:
    """Take badge and calendar entry along; return the badge and the days of the entry."""
    files = []
    for name in ("badge.pdf", "calendar.ics"):
        with page.expect_download() as waiting:
            page.locator(f"a[href$='{name}']").click()
        files.append(Path(waiting.value.path()).read_bytes())
    entries = Calendar.from_ical(files[1]).walk("VEVENT")
    return files[0], [entry["DTSTART"].dt.strftime("%Y-%m-%d") for entry in entries]


# --- the code ---


def test_screen_and_badge_show_the_code_that_the_gate_admits(site, gate_device):
    page = site.page()
    register_by_keyboard_and_mouse(site, page, RARE_NAME)
    on_screen = read_codes(Image.open(io.BytesIO(page.locator(".ticket .qr svg").screenshot())))
    badge, _days = downloads(page)
    printed = read_codes(pypdfium2.PdfDocument(badge)[0].render(scale=2).to_pil())
    assert on_screen == printed
    assert len(printed) == 1
    assert RARE_NAME in pypdf.PdfReader(io.BytesIO(badge)).pages[0].extract_text()
    assert scan(gate_device, printed[0], "1") == ("admitted", None, RARE_NAME)
    assert scan(gate_device, printed[0], "2") == ("refused", "duplicate", RARE_NAME)
    assert site.trouble == []


def register_by_keyboard_and_mouse(site: Site, page: Page, name: str) -> None:
    site.open(page, "/en/register/")
    choose_sunday(page)
    page.fill("input[name=email]", EMAIL)
    page.press("input[name=email]", "Enter")
    page.wait_for_url("**/login/code/confirm/")
    page.fill("input[name=code]", code_from_mail(EMAIL))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/register/details/**")
    fill_in(page, name)
    page.press("input[name=birth_year]", "Enter")
    page.wait_for_url("**/register/ticket/**")


def read_codes(picture: Image.Image) -> list[str]:
    """Read the QR codes in a picture."""
    large = picture.convert("L").resize((picture.width * 2, picture.height * 2))
    return [found.text for found in zxingcpp.read_barcodes(np.asarray(large))]


def scan(device: Caller, token: str, number: str) -> tuple[Any, ...]:
    """Show a code at gate N1."""
    shown = {"id": number, "token": token, "at": SUNDAY_MORNING.isoformat(), "direction": "in"}
    answer = device.client.post("/api/v1/check-ins/", {"gate": "N1", "scans": [shown]}, format="json")
    (result,) = answer.json()["results"]
    return result["result"], result["reason"], result["name"]


# --- other ways to go ---


def test_the_keyboard_alone_is_enough_and_shows_where_it_is(site):
    page = site.page(1440)
    site.open(page, "/en/")
    tab_to(page, "main a[href='/en/register/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/register/")
    tab_to(page, "#visitor-0727")
    page.keyboard.press("Space")
    tab_to(page, "form:has(#visitor-0727) button[name=go]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    tab_to(page, "input[name=email]")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/confirm/")
    tab_to(page, "input[name=code]")
    page.keyboard.type(code_from_mail(EMAIL))
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/details/**")
    tab_to(page, "input[name=name]")
    page.keyboard.type("Lin Yue")
    tab_to(page, "select[name=country]")
    page.keyboard.type("Germany")
    tab_to(page, "input[name=birth_year]")
    page.keyboard.type("1990")
    tab_to(page, "input[name=agrees]")
    page.keyboard.press("Space")
    tab_to(page, "main form .actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/ticket/**")
    assert (Registration.objects.get().person.name, site.trouble) == ("Lin Yue", [])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that control has the focus; each stop on the way can be seen."""
    for _stop in range(80):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """(selector) => { const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
            return [at.matches(selector), at === document.body || look.outlineStyle !== "none" || look.boxShadow !== "none"
              || getComputedStyle(at.nextElementSibling ?? at).outlineStyle !== "none",
              at === document.body || (box.bottom > 0 && box.top < innerHeight), at.outerHTML.slice(0, 120)]; }""",
            selector,
        )
        arrived, is_marked, is_in_sight, element = seen
        assert (element, is_marked, is_in_sight) == (element, True, True)
        if arrived:
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_without_scripts_the_whole_path_works(site):
    page = site.page(java_script_enabled=False)
    page.goto(f"{site.address}/de/register/")
    page.locator("label[for=visitor-0727]").click()
    page.locator("form:has(#visitor-0727) button[name=go]").click()
    page.fill("input[name=email]", EMAIL)
    page.locator("form:has(input[name=email]) .actions button").click()
    page.fill("input[name=code]", code_from_mail(EMAIL))
    page.locator("form:has(input[name=code]) .actions button").click()
    fill_in(page, "Grüße Größe")
    page.locator("main form .actions button").first.click()
    expect(page.locator(".ticket .qr svg")).to_be_visible()
    assert Registration.objects.get().person.name == "Grüße Größe"
    assert site.trouble == []


def test_a_mistake_is_shown_beside_its_field_and_keeps_what_was_typed(site):
    page = site.page(language="zh-hans")
    site.open(page, "/zh-hans/register/")
    choose_sunday(page)
    page.fill("input[name=email]", "nonsense")
    page.press("input[name=email]", "Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("input[name=email]")).to_have_value("nonsense")
    expect(page.locator("input[name=email]")).to_have_attribute("aria-invalid", "true")
    settle(page)
    assert site.faults(page, dark=True) == []
