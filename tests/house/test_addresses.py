"""Every address answers, as nobody in particular and in each language."""

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PUBLIC = [
    "", "editions/", "waic-up/", "about/", "privacy/", "accessibility/", "imprint/", "search/", "search/?q=2024",
    "register/", "accounts/login/",
]  # fmt: skip
BARE = ["/healthz", "/readyz", "/gate/", "/gate/sw.js", "/gate/manifest.webmanifest", "/sitemap.xml", "/robots.txt",
        "/api/schema/", "/api/docs/", "/api/v1/editions/", "/api/v1/venues/", "/api/v1/halls/", "/api/v1/gates/",
        "/api/v1/topics/", "/api/v1/figures/", "/api/v1/ticket-types/", "/api/v1/pages/", "/api/v1/articles/",
        "/api/v1/search/?q=ai"]  # fmt: skip
CLOSED = ["/api/v1/registrations/", "/api/v1/check-ins/", "/api/v1/check-ins/manifest/", "/api/v1/webhooks/"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_answer_in_every_language(client, fair, language, path):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", BARE)
def test_addresses_without_language_answer(client, fair, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", CLOSED)
def test_closed_calls_ask_for_a_token(client, fair, path):
    response = client.get(path)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("path", "target"), [("/zh/editions/", "/zh-hans/editions/"), ("/zh/", "/zh-hans/")])
def test_zh_is_short_for_simplified_chinese(client, path, target):
    assert client.get(path).headers["Location"] == target


@pytest.mark.parametrize(("asked", "target"), [("de-DE,de;q=0.9", "/de/"), ("zh-CN", "/zh-hans/"), ("fr", "/en/")])
def test_the_bare_address_follows_the_browser(client, asked, target):
    assert client.get("/", headers={"accept-language": asked}).headers["Location"] == target


def simple_routes(resolver, prefix=""):
    """Yield every route without an argument."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from simple_routes(entry, route)
        elif isinstance(entry, URLPattern) and "<" not in route and "(" not in route:
            yield "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")


def test_no_address_breaks_for_somebody_unknown(client, fair):
    """Whatever an address demands, it never answers with a server error."""
    broken = {}
    for path in sorted(set(simple_routes(get_resolver()))):
        status = client.get(path).status_code
        if status >= 500:
            broken[path] = status
    assert broken == {}


def test_a_page_that_is_not_there_is_404_in_its_language(client, fair):
    response = client.get("/de/gibt-es-nicht/")
    assert response.status_code == 404
    assert '<html lang="de"' in response.content.decode()


def test_an_unknown_call_is_a_problem_document(client):
    response = client.get("/api/v1/nothing/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
