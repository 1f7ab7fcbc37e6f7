"""What every answer carries: policies for browsers, cookies, and nothing from the Host header (catalogue F1, H1-H4)."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.conftest import signed_in
from tests.house.test_addresses import BARE, LANGUAGES, PUBLIC
from tests.registration.visits import VISITOR_ON_SUNDAY
from tests.security.cast import open_house
from tests.security.test_routes import BACK_OFFICES, address, routes

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

OWN = ("me/", "me/profile/", "me/data/", "me/fragment/", "accounts/email/", "accounts/2fa/", "register/details/?ticket=visitor&day=2025-07-27")  # fmt: skip
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style\b|\sstyle=\"|\son[a-z]+=\"|href=\"javascript:"
)
LOADED = re.compile(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?\b(?:src|href|srcset)=\"([^\"]*)\"")


def policy(answer: Any) -> dict[str, str]:
    """Return the directives of an answer's Content-Security-Policy."""
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (part.strip().partition(" ") for part in parts)}


def is_guarded(answer: Any) -> bool:
    """Check the headers that every answer carries."""
    return (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["Referrer-Policy"] == "same-origin"
        and answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        and policy(answer)["object-src"] == "'none'"
        and policy(answer)["base-uri"] == "'self'"
        and policy(answer)["form-action"] == "'self'"
    )


def all_addresses() -> list[str]:
    """Return what anybody may fetch, and errors."""
    pages = [f"/{language}/{path}" for language in LANGUAGES for path in (*PUBLIC, *OWN[3:4], "no/such/page/")]
    return [*pages, *BARE, "/", "/zh/editions/", "/api/v1/nothing/", "/en/search/?q=%00", "/admin/", "/no/such/"]


# --- policies ---


@pytest.mark.parametrize("path", all_addresses())
def test_every_answer_is_guarded(client, fair, path):
    answer = client.get(path)
    assert is_guarded(answer)
    allowed = policy(answer)
    assert allowed["frame-ancestors"] == "'none'"
    assert allowed["script-src"] == ("'self' 'wasm-unsafe-eval'" if path.startswith("/gate/") else "'self'")
    assert allowed["style-src"] == "'self'"
    assert allowed["default-src"] == "'self'"


def test_only_the_editors_house_allows_inline(staff_client):
    loose = {path for path in ("/admin/", "/cms/", "/en/me/", "/gate/", "/api/docs/") if "unsafe-inline" in staff_client.get(path).headers["Content-Security-Policy"]}  # fmt: skip
    assert loose == {"/cms/"}
    assert policy(staff_client.get("/cms/"))["frame-ancestors"] == "'self'"
    assert "unsafe-eval" not in staff_client.get("/cms/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_ours_holds_inline_code_or_loads_from_elsewhere(fair, language):
    house = open_house(fair)
    own = [*OWN, f"register/ticket/{house.visitors.code}/", f"register/ticket/{house.visitors.code}/cancel/"]
    asked = [(house.clients["anonymous"], path) for path in PUBLIC] + [(house.clients["visitor"], path) for path in own]
    asked.append((house.clients["stranger"], VISITOR_ON_SUNDAY.partition("/en/")[2]))
    for client, path in asked:
        page = client.get(f"/{language}/{path}", follow=True).content.decode()
        assert (path, INLINE.findall(page)) == (path, [])
        foreign = [url for url in LOADED.findall(page) if not url.startswith(("/", "data:", "http://testserver/"))]
        assert (path, foreign) == (path, [])
    for path in ("/gate/", "/api/docs/"):
        assert INLINE.findall(house.clients["anonymous"].get(path).content.decode()) == []


def test_files_for_download_are_never_shown_in_the_browser(fair):
    house = open_house(fair)
    code = house.visitors.code
    for path in (f"register/ticket/{code}/badge.pdf", f"register/ticket/{code}/calendar.ics", "me/data/export/"):
        answer = house.clients["visitor"].get(f"/en/{path}")
        assert is_guarded(answer)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"].endswith("no-store") or "no-store" in answer.headers["Cache-Control"]


# --- caches ---


def test_no_answer_that_may_be_shared_sets_a_cookie_or_depends_on_who_asks(fair):
    house = open_house(fair)
    for path in all_addresses():
        answers = [house.clients[role].get(path) for role in ("visitor", "anonymous")]
        for answer in answers:
            if "public" in answer.headers.get("Cache-Control", ""):
                assert (path, dict(answer.cookies)) == (path, {})
                assert answer.content == answers[0].content
                assert b"Lin Yue" not in answer.content


DECEPTIONS = (
    "x.css",
    "%2fx.css",
    ";x.css",
    "x.css?",
    "%0ax.css",
    "%3fx.css",
    ".json",
    "%23.js",
    "//x.css",
    "..%2fx.css",
)


@pytest.mark.parametrize("page", ["/en/me/", "/en/me/fragment/", "/en/me/profile/"])
def test_a_personal_page_is_never_kept_whatever_its_address_looks_like(visitor_client, fair, page):
    for suffix in ("", *DECEPTIONS):
        answer = visitor_client.get(page + suffix)
        assert b"Lin Yue" not in answer.content or "no-store" in answer.headers["Cache-Control"]
        assert b"Lin Yue" not in Client().get(page + suffix, follow=True).content
    asked_in_other_ways = [{"HTTP_HX_REQUEST": "true"}, {"HTTP_ACCEPT": "text/css"}, {"HTTP_RANGE": "bytes=0-10"}]
    for headers in asked_in_other_ways:
        answer = visitor_client.get(page, **headers)
        assert "no-store" in answer.headers["Cache-Control"]


# --- cookies and forged forms ---


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, fair):
    client.post("/en/accounts/login/", {"email": "new@example.org"})
    client.get("/en/accounts/login/")
    cookie = client.cookies["sessionid"]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert (client.cookies["csrftoken"]["samesite"], client.cookies["csrftoken"]["domain"]) == ("Lax", "")


def test_every_form_refuses_without_its_token(fair):
    """Only programs may send without one: they carry a token or a pairing code instead of a cookie."""
    house = open_house(fair)
    client = signed_in(house.visitors.person.user)
    client.handler.enforce_csrf_checks = True
    open_to = [route for route in routes() if client.post(address(route, house)).status_code != 403]
    beside_the_api = [route for route in open_to if not route.startswith("api/")]
    assert beside_the_api == ["gate/pair/"]
    assert {route for route in routes() if route.startswith(BACK_OFFICES)}.isdisjoint(open_to)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_form_says_so_in_the_visitors_language(fair, language):
    answer = Client(enforce_csrf_checks=True).post(f"/{language}/accounts/login/", {"email": "a@example.org"})
    assert answer.status_code == 403
    assert f'<html lang="{language}">' in answer.content.decode()
    assert INLINE.findall(answer.content.decode()) == []


# --- Host and redirects ---

HOSTS = ("evil.example", "evil.example:80", "testserver.evil.example", "evil.example#testserver", "testserver@evil.example",
         "testserver:80@evil.example", "[::1]evil.example", "evil.example\\testserver", "", " ", "testserver evil.example",
         "xn--testserver-.evil.example", "127.0.0.1.evil.example", "..", "testserver\t.evil.example")  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_gets_nothing(fair, host):
    client = Client(raise_request_exception=False)
    for path in ("/", "/en/", "/en/accounts/login/", "/sitemap.xml", "/api/v1/editions/", "/admin/"):
        answer = client.get(path, HTTP_HOST=host)
        assert (path, answer.status_code) == (path, 400)
        assert "evil" not in answer.content.decode()
        assert "evil" not in answer.headers.get("Location", "")
    assert client.post("/en/accounts/login/", {"email": "a@example.org"}, HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("header", ["X_FORWARDED_HOST", "X_HOST", "FORWARDED", "X_ORIGINAL_HOST", "X_FORWARDED_SERVER", "X_REWRITE_URL", "X_ORIGINAL_URL", "X_FORWARDED_PREFIX", "X_FORWARDED_PORT"])  # fmt: skip
def test_no_other_header_names_the_host(client, fair, header):
    for path in ("/", "/en/", "/sitemap.xml", "/en/waic-up/feed/", "/api/v1/editions/", "/zh/editions/"):
        plain, asked = client.get(path), client.get(path, **{f"HTTP_{header}": "evil.example"})
        assert (plain.status_code, plain.headers.get("Location")) == (asked.status_code, asked.headers.get("Location"))
        assert b"evil" not in asked.content


NEXT = ("https://evil.example/", "//evil.example/", "///evil.example", "////evil.example/..", "/\\evil.example", "\\/evil.example",
        "\\\\evil.example", "https:evil.example", "http:///evil.example", "hTTps://evil.example", "javascript:alert(1)",
        "data:text/html,x", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "\x00//evil.example",
        "http://testserver@evil.example/", "https://testserver.evil.example/", "//evil.example%2f@testserver/",
        "/en/../../evil.example/\r\nLocation: //evil.example")  # fmt: skip
DOORS = ("/en/accounts/login/", "/en/accounts/login/password/", "/en/accounts/signup/", "/en/accounts/logout/", "/en/me/language/",
         "/i18n/setlang/", "/admin/login/", "/admin/logout/", "/cms/login/", "/cms/logout/", "/en/_util/login/",
         "/en/accounts/reauthenticate/", "/en/accounts/2fa/reauthenticate/")  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_out_of_the_site(fair, visitor, staff, door):
    for wanted in NEXT:
        for client in (Client(), signed_in(visitor), signed_in(staff)):
            client.raise_request_exception = False
            query = {"next": wanted, "return_url": wanted, "url": wanted}
            for answer in (client.get(door, query), client.post(door, {**query, "language": "de"}, query_params=query)):
                assert answer.status_code < 500
                assert stays(answer.headers.get("Location", ""))


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "/en//evil.example", "/zh//evil.example/", "/zh/%2f%2fevil.example", "/zh/%5cevil.example", "/\\evil.example", "/%5cevil.example", "/zh/%0d%0aLocation:%20x", "/en/%2f%2fevil.example/x"])  # fmt: skip
def test_no_address_leads_out_of_the_site(client, fair, path):
    answer = client.generic("GET", path)
    assert answer.status_code < 500
    assert stays(answer.headers.get("Location", ""))


def stays(location: str) -> bool:
    """Tell whether browsers would stay on the site: its own host or a path, no second slash or backslash."""
    parts = urlsplit(location)
    inside = parts.netloc in ("", "testserver") and parts.scheme in ("", "http")
    return inside and not re.match(r"[/\\]{2}|[^/?#]*:(?!//testserver/)", location) and "\n" not in location
