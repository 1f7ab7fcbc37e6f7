"""Hostile words in every field: refused with a sentence or kept as they are, never run (security catalogue B3, B1)."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from apps.core import delivery
from apps.core.actors import SYSTEM
from apps.core.models import Outbox
from apps.people.models import Person
from apps.registration.documents.badge import badge_of
from apps.registration.models import Registration
from apps.registration.selectors import badge_of as valid_badge
from apps.registration.selectors import code_of, visit_of
from apps.registration.services import registrations
from tests.conftest import make_account, signed_in
from tests.registration.visits import VISITOR_ON_SUNDAY, WHO
from tests.security.hostile import EVALUATED, RAW, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
OTHER_FIELDS = ("name_hans", "country", "waits", "name_latin", "birth_year", "days", "interests", "language", "email")
SURROGATES = ('"\\ud800"', '"Lin\\udfffYue"', '"\\udc00\\ud800"')


def harmless(answer: Any) -> str:
    """Return the page, if nothing typed stands in it unescaped and nothing failed."""
    assert answer.status_code < 500
    page = answer.content.decode()
    assert [raw for raw in RAW if raw in page] == []
    return page


@pytest.fixture
def lin(fair: Any) -> Client:
    """A browser of somebody who may fill every form."""
    from allauth.account.models import EmailAddress

    user = make_account("lin.yue@example.org", "Lin Yue")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = signed_in(user)
    browser.raise_request_exception = False
    return browser


@each_text
def test_the_registration_form_refuses_in_words_or_keeps_what_was_typed(lin, text):
    answer = lin.post(VISITOR_ON_SUNDAY, {**WHO, "name": text})
    page = harmless(answer)
    if answer.status_code == 200:
        assert 'class="error-summary"' in page
        assert not Registration.objects.exists()
        return
    registration = Registration.objects.get()
    page = harmless(lin.get(answer.headers["Location"]))
    assert not any(word in registration.person.name for word in ("\x00", "\n", "\u202e"))
    assert letters(registration.person.name) == letters(text)
    assert not any(made in letter_of(registration) for made in EVALUATED if made not in text)
    badge = badge_of(registration, visit_of(registration), code_of(valid_badge(registration)))
    assert badge.startswith(b"%PDF-")
    for rest in ("", "calendar.ics", "cancel/"):
        harmless(lin.get(f"{answer.headers['Location']}{rest}"))
    harmless(lin.get("/en/me/"))


def letters(text: str) -> str:
    """Return what identifies a name: its letters and digits."""
    return "".join(char for char in text if char.isalnum())


def letter_of(registration: Registration) -> str:
    """Deliver the mail; return it as it goes over the wire, its parts decoded."""
    from django.core import mail

    for message_id in delivery.take_open():
        delivery.deliver(message_id)
    (letter,) = [one for one in mail.outbox if one.to == ["lin.yue@example.org"]]
    assert "victim@example.org" not in str(letter.message().get("Bcc"))
    assert letter.recipients() == ["lin.yue@example.org"]
    html = letter.alternatives[0][0]
    assert [raw for raw in RAW if raw in html] == []
    return letter.subject


@pytest.mark.parametrize(("number", "text"), enumerate(TEXTS.values()), ids=TEXTS)
def test_every_other_field_of_the_registration_form(lin, number, text):
    """Three of the nine fields a text, so that each field meets every kind of text."""
    for field in OTHER_FIELDS[number % 3 :: 3]:
        page = harmless(lin.post(VISITOR_ON_SUNDAY, {**WHO, field: text}))
        registration = Registration.objects.filter(state="badge_issued").first()
        if registration:
            registrations.cancel(registration=registration, by=SYSTEM)
        else:
            assert 'class="error-summary"' in page
    harmless(lin.get("/en/register/", {"ticket": text[:200], "day": text[:200], "go": "1"}, follow=True))
    harmless(lin.post(f"/en/register/details/?ticket={'x' if chr(0) in text else ''}", {**WHO, "name": text}))


@each_text
def test_the_profile(lin, text):
    for field in ("name", "name_hans", "name_latin", "country", "language"):
        answer = lin.post("/en/me/profile/", {"name": "Lin Yue", "country": "CN", "language": "en", field: text})
        harmless(answer)
        if answer.status_code == 200:
            assert Person.objects.get(name="Lin Yue") if field != "name" else True
    harmless(lin.get("/en/me/"))
    harmless(lin.post("/en/me/consents/withdraw/", {"purpose": text}))
    harmless(lin.post("/en/me/language/", {"language": text, "next": text}))


@each_text
def test_the_sign_in(client, text):
    client.raise_request_exception = False
    for path in (
        "/en/accounts/login/",
        "/en/accounts/signup/",
        "/en/accounts/login/password/",
        "/en/accounts/password/reset/",
    ):
        for address in (text, f"{text}@example.org", f"lin@{text}.org"):
            harmless(client.post(path, {"email": address, "login": address, "password": text, "next": text}))
    assert not Outbox.objects.exclude(name__in=["login_code", "account"]).exists()
    harmless(client.post("/en/accounts/login/code/confirm/", {"code": text}, follow=True))


@each_text
def test_the_search(client, fair, text):
    client.raise_request_exception = False
    page = harmless(client.get("/en/search/", {"q": text}))
    assert "\x00" not in page
    for name in ("search", "editions", "venues", "gates", "topics", "figures", "ticket-types", "pages", "articles"):
        answer = client.get(f"/api/v1/{name}/", {"q": text})
        assert answer.status_code in (200, 400)
        assert answer.headers["Content-Type"] in ("application/json", "application/problem+json")


@each_text
def test_the_api_refuses_in_a_problem_document_or_keeps_the_name(program, fair, text):
    person = {"name": text, "email": "ada@example.org", "country": "CN", "language": "en"}
    answer = post(program, {"edition": 2025, "ticket_type": "visitor", "days": ["2025-07-27"], "person": person})
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        assert letters(Person.objects.get().name) == letters(text)
    else:
        assert answer.json()["code"] in ("invalid", "parse_error")
        assert not Person.objects.exists()


@each_text
def test_every_other_field_of_the_api(program, gate_device, fair, text):
    whole = {"edition": 2025, "ticket_type": "visitor", "days": ["2025-07-27"],
             "person": {"name": "Ada", "email": "ada@example.org"}}  # fmt: skip
    bodies = [{**whole, field: text} for field in ("edition", "ticket_type", "days", "person")]
    bodies += [{**whole, "days": [text]}]
    bodies += [
        {**whole, "person": {**whole["person"], field: value}}
        for field in ("email", "country", "birth_year", "language", "interests")
        for value in (text, [text])
    ]
    for body in bodies:
        answer = post(program, body)
        assert answer.status_code in (201, 400, 409)
    scan = {"id": "1", "token": "W1:", "at": "2025-07-27T10:00:00+08:00", "direction": "in"}
    for field in (*scan, "decided"):
        answer = post(gate_device, {"gate": "N1", "scans": [{**scan, field: text}]}, "check-ins/")
        assert answer.status_code in (200, 400)
    assert post(gate_device, {"gate": text, "scans": [scan]}, "check-ins/").status_code in (400, 404)
    assert post(program, {"url": text, "events": [text]}, "webhooks/").status_code == 400
    assert Client().post("/gate/pair/", {"code": text, "device": text}, "application/json").status_code in (400, 410)


def post(caller: Any, body: Any, path: str = "registrations/") -> Any:
    """Send a call; its answer is JSON whatever happens."""
    caller.client.raise_request_exception = False
    answer = caller.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    answer.json()
    return answer


@pytest.mark.parametrize("text", SURROGATES)
def test_half_a_surrogate_pair_is_refused(program, gate_device, fair, text):
    body = '{"edition": 2025, "ticket_type": "visitor", "days": ["2025-07-27"], "person": {"name": %s, "email": "a@b.org"}}'
    answer = program.client.post("/api/v1/registrations/", body % text, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "code", [*SURROGATES, '"\\u0000\\u0000\\u0000\\u0000"', "1", "null", "[" * 1900, '{"a":' * 390]
)
def test_what_is_no_pairing_code_is_refused_in_words(db, code):
    answer = Client(raise_request_exception=False).post("/gate/pair/", f'{{"code": {code}}}', "application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("body", ["", "[]", "null", "1", '"x"', "{", "[" * 20_000, '{"a":' * 20_000, '{"edition": 1e999}', '{"edition": NaN}', "\ufeff{}", '{"edition": ' + "9" * 5000 + "}"])  # fmt: skip
def test_json_that_is_no_registration_is_refused(program, fair, body):
    program.client.raise_request_exception = False
    answer = program.client.post("/api/v1/registrations/", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("language", ["zh-hans", "de"])
def test_a_refusal_is_a_sentence_in_the_visitors_language(lin, language):
    answer = lin.post(VISITOR_ON_SUNDAY.replace("/en/", f"/{language}/"), {**WHO, "name": "1234", "birth_year": "none"})
    page = harmless(answer)
    with translation.override(language):
        assert translation.gettext("A name has at least one letter.") in page
    assert len(re.findall(r'<p class="error"', page)) == 2
    assert "A name has at least one letter." not in page
