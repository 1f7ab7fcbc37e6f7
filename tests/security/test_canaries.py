"""Marked secrets and drafts turn up nowhere (security catalogue A2, I8).

Each hidden thing carries a word that exists nowhere else. Everything that a stranger can reach is
fetched and looked through.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from apps.core import delivery, signed_codes, webhooks
from apps.core.actors import SYSTEM
from apps.core.models import Outbox
from apps.people.models import ContactPoint, Person
from apps.registration.models import Badge, Registration
from apps.registration.services import registrations
from apps.search.services import rebuild
from tests.cms.conftest import published_article, write_article
from tests.conftest import SUNDAY_MORNING, Caller, make_account, make_caller, make_ticket_type, signed_in
from tests.people.conftest import sign_in
from tests.registration.visits import VISITOR_ON_SUNDAY, WHO
from tests.security.cast import registered

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

LANGUAGES = ("en", "zh-hans", "de")
LISTS = ("editions", "venues", "halls", "gates", "topics", "figures", "ticket-types", "pages", "articles", "search")
BEGINNINGS = (
    *(f"/{language}/{path}" for language in LANGUAGES for path in ("", "search/", "register/", "accounts/login/")),
    *(f"/{language}/waic-up/feed/" for language in LANGUAGES),
    *(f"/api/v1/{name}/" for name in LISTS),
    "/sitemap.xml", "/robots.txt", "/gate/", "/gate/sw.js", "/gate/manifest.webmanifest", "/readyz", "/api/schema/",
)  # fmt: skip
LINK = re.compile(r"""(?:href|src|action|hx-get)="(/[^"#]*)|<loc>https?://[^/]+(/[^<]*)|"url": ?"(/[^"]*)""")
MOST_PAGES = 400


@dataclass
class Hidden:
    """What nobody may see, and where it belongs."""

    registration: Registration
    markers: dict[str, str]


def test_no_marker_reaches_a_stranger(fair):
    hidden = hide(fair)
    stranger = signed_in(make_account("stranger@example.org", "Sam Stranger"))
    for reader in (Client(), stranger):
        seen = crawl(reader, [*BEGINNINGS, *private_addresses(hidden), *searches(hidden)])
        assert len(seen) > 100
        assert leaks(seen, hidden) == {}


def test_the_crawl_would_see_a_leak(fair):
    """The owner's own pages hold what is hidden from others."""
    hidden = hide(fair)
    owner = signed_in(hidden.registration.person.user)
    seen = crawl(owner, [f"/en/register/ticket/{hidden.registration.code}/", "/en/me/", "/en/me/profile/"])
    assert {"name", "chinese name", "latin name", "e-mail"} <= set(leaks(seen, hidden))


@pytest.mark.parametrize("scopes", [["check-ins:write"], ["registrations:read", "registrations:write", "webhooks"]])
def test_no_marker_reaches_a_gate_or_a_foreign_program(fair, scopes):
    """A gate hears a name when a ticket is shown to it, and has no list of names."""
    hidden = hide(fair)
    caller = make_caller("other", scopes)
    code = hidden.registration.code
    calls = ("check-ins/manifest/?gate=N1", "webhooks/", f"registrations/{code}/", f"registrations/{code}/qr.svg")
    seen = {path: text_of(caller.client.get(f"/api/v1/{path}")) for path in calls}
    assert leaks(seen, hidden) == {}


def test_a_registration_leaves_no_personal_word_in_logs_outbox_and_cache_keys(fair, gate_device, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    email, name = "zqmail@example.org", "Zqname Lin"
    browser = Client()
    sign_in(browser, email)
    assert browser.post(VISITOR_ON_SUNDAY, {**WHO, "name": name}).status_code == 302
    token = scan(gate_device)
    payloads = str(list(Outbox.objects.values_list("name", "payload", "dedupe", "last_error")))
    for message_id in delivery.take_open():
        delivery.deliver(message_id)
    browser.get("/en/me/")
    session = browser.cookies["sessionid"].value
    told = {"logs": caplog.text + capfd.readouterr().err, "outbox": payloads, "cache": cache_keys()}
    assert "'status': 302" in told["logs"]
    for word in (email, name, token, session, gate_device.secret):
        assert [place for place, text in told.items() if word.lower() in text.lower()] == []


def scan(device: Caller) -> str:
    """Let the newest ticket in; return its code."""
    badge = Badge.objects.latest("pk")
    token = signed_codes.code_for(bytes(badge.serial), badge.key_id)
    shown = {"id": "1", "token": token, "at": SUNDAY_MORNING.isoformat(), "direction": "in"}
    answer = device.client.post("/api/v1/check-ins/", {"gate": "N1", "scans": [shown]}, format="json")
    assert answer.json()["results"][0]["result"] == "admitted"
    return token


def cache_keys() -> str:
    """Return the keys of the pages in memory and of the shared cache."""
    pages = str(list(caches["pages"]._cache))
    shared = caches["default"]
    if hasattr(shared, "_table"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT cache_key FROM {shared._table}")  # noqa: S608 - our own table
            return pages + str(cursor.fetchall())
    return pages + str(shared._cache.get_client().keys("*"))


def hide(fair: Any) -> Hidden:
    """Put marked words where only few may look."""
    person = make_account("zqemail@example.org", "Zqname Lin").person
    Person.objects.filter(pk=person.pk).update(name_hans="鑫淼焱垚", name_latin="Zqlatin", birth_year=1953)
    ContactPoint.objects.create(person=person, kind="phone", value="+49zqphone")
    known = Person.objects.create(slug="ada-public", name="Ada Public", birth_year=1952)
    ContactPoint.objects.create(person=known, value="zqknown@example.org", verified_at=SUNDAY_MORNING)
    registration = registered("Zqname Lin", "zqemail@example.org", person=person, is_verified=True)
    registrations.hold_at_gate(registration=registration, by=SYSTEM, reason="zqhold: papers")
    make_ticket_type(fair.edition, "zqticket", {SUNDAY_MORNING.date(): 10}, is_public=False, text_en="zqtickettext")
    token, secret = make_caller("zqtoken", ["webhooks"]).token, "zq"
    hook, secret = webhooks.subscribe(
        token=token, url="https://127.0.0.1:9/zqhook", events=["registration.confirmed"], by=SYSTEM
    )
    hide_pages()
    deliver_index()
    badge = Badge.objects.get(registration=registration)
    return Hidden(
        registration,
        {
            "name": "zqname", "chinese name": "鑫淼焱垚", "latin name": "zqlatin", "birth year": "1953",
            "other birth year": "1952", "e-mail": "zqemail", "phone": "zqphone", "known person": "zqknown",
            "hold": "zqhold", "ticket type": "zqticket", "draft": "zqdraft", "revision": "zqrevision",
            "token": "zqtoken", "digest": bytes(token.digest).hex(),
            "webhook": "zqhook", "webhook id": hook.public_id, "secret": secret,
            "serial": bytes(badge.serial).hex(), "ticket": signed_codes.code_for(bytes(badge.serial), badge.key_id),
        },
    )  # fmt: skip


def hide_pages() -> None:
    """Write a draft, and a draft change of a live article."""
    for language in LANGUAGES:
        write_article("zqdraft", language, live=False, title="Zqdraft")
        live = published_article("seen", language, title="Seen by all")
        live.title, live.lead = "Zqrevision", "zqrevision lead"
        live.save_revision()


def deliver_index() -> None:
    for message_id in delivery.take_open(1000):
        delivery.deliver(message_id)
    rebuild()


def private_addresses(hidden: Hidden) -> list[str]:
    """Return the addresses of hidden things, as somebody who knows them would type them."""
    code = hidden.registration.code
    return [
        *(f"/en/register/ticket/{code}/{rest}" for rest in ("", "badge.pdf", "calendar.ics", "cancel/")),
        "/en/waic-up/zqdraft/", "/en/register/?ticket=zqticket&go=1",
        "/en/register/details/?ticket=zqticket", f"/api/v1/registrations/{code}/", "/api/v1/ticket-types/zqticket/",
        "/api/v1/articles/zqdraft/", "/api/v1/pages/zqdraft/",
    ]  # fmt: skip


def searches(hidden: Hidden) -> Iterator[str]:
    """Yield every search for every marker; the word asked for may come back only in the question."""
    for marker in hidden.markers.values():
        asked = quote(marker)
        yield f"/en/search/?q={asked}"
        yield from (f"/api/v1/{name}/?q={asked}&page_size=200" for name in LISTS)


def crawl(reader: Client, beginnings: list[str]) -> dict[str, str]:
    """Fetch these addresses and all that they link to; return address to headers and text."""
    seen: dict[str, str] = {}
    waiting = list(dict.fromkeys(beginnings))
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static/", "/admin/", "/cms/")) or "logout" in path:
            continue
        seen[path] = text = text_of(reader.get(path))
        found = (next(filter(None, groups)) for groups in LINK.findall(text))
        waiting += [link.replace("&amp;", "&") for link in found if "q=" not in link]
    return seen


def text_of(response: Any) -> str:
    """Return headers and body of an answer."""
    assert response.status_code < 500
    body = response.getvalue() if response.streaming else response.content
    return f"{response.headers}\n{body.decode(errors='replace')}"


def leaks(seen: dict[str, str], hidden: Hidden) -> dict[str, list[str]]:
    """Return marker to the addresses whose answer holds it, the question itself left out."""
    found: dict[str, list[str]] = {}
    for path, text in seen.items():
        for what, marker in hidden.markers.items():
            if marker.lower() in path.lower() or quote(marker) in path:
                continue  # judged by test_a_search_for_a_marker_finds_nothing
            if marker.lower() in text.lower():
                found.setdefault(what, []).append(path)
    return found


def test_a_search_for_a_marker_finds_nothing(fair, stranger):
    hidden = hide(fair)
    for reader in (Client(), signed_in(stranger)):
        for marker in hidden.markers.values():
            for name in LISTS:
                answer = reader.get(f"/api/v1/{name}/", {"q": marker}).json()
                assert (name, marker, answer["count"], answer["results"]) == (name, marker, 0, [])
            page = reader.get("/en/search/", {"q": marker})
            assert page.context is None or page.context["hits"] == []


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_no_page_can_be_made_private_because_pages_are_shared_from_memory(staff_client, kind):
    page = published_article("seen")
    form = {"restriction_type": kind, "password": "quiet-river", "groups": "1", "return_url": ""}
    staff_client.post(f"/cms/pages/{page.pk}/privacy/", form)
    assert not PageViewRestriction.objects.exists()
