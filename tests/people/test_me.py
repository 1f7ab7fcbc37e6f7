"""My WAIC: what people see and change about themselves."""

import json
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as site

from apps.core import sockets, stamps
from apps.core.actors import SYSTEM, actor_of_user
from apps.people import services
from apps.people.models import Consent, ContactPoint, Person, User

pytestmark = pytest.mark.django_db
PAGES = ("/me/", "/me/profile/", "/me/data/", "/me/data/export/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en", "de"])
def test_every_page_asks_for_a_login(client, language, page):
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/accounts/login/?next=/{language}{page}"


@pytest.mark.parametrize("page", (*PAGES, "/me/fragment/", "/accounts/email/", "/accounts/2fa/"))
@pytest.mark.parametrize("language", ["zh-hans", "en", "de"])
def test_every_page_answers_and_is_kept_nowhere(visitor_client, language, page):
    answer = visitor_client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    if "fragment" not in page and "export" not in page:
        assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "login/",
        "login/password/",
        "signup/",
        "password/reset/",
        "password/reset/done/",
        "inactive/",
        "confirm-email/",
        "logout/",
    ],
)
def test_every_entrance_page_answers(client, page):
    answer = client.get(f"/en/accounts/{page}", follow=True)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()


@pytest.mark.parametrize(
    "page",
    ["password/change/", "password/set/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/",
     "2fa/recovery-codes/generate/", "logout/"],
)  # fmt: skip
def test_every_account_page_answers(visitor, page):
    from tests.conftest import signed_in

    answer = signed_in(visitor).get(f"/en/accounts/{page}", follow=True)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()


def test_changing_things_asks_for_the_password_again(visitor):
    from tests.conftest import signed_in

    visitor.set_password("quiet-river-stone")
    visitor.save()
    browser = signed_in(visitor)
    answer = browser.get("/en/accounts/2fa/totp/activate/")
    assert answer.headers["Location"] == "/en/accounts/reauthenticate/?next=%2Fen%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_pages_of_the_second_factor_answer_when_there_is_one(visitor_client, visitor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(visitor, generate_totp_secret())
    RecoveryCodes.activate(visitor)
    assert visitor_client.get("/en/accounts/2fa/").status_code == 200
    answer = visitor_client.get("/en/accounts/2fa/recovery-codes/")
    assert answer.headers["Location"].startswith("/en/accounts/2fa/reauthenticate/")
    assert visitor_client.get(answer.headers["Location"]).status_code == 200


def test_keys_are_listed(visitor_client, visitor):
    Authenticator.objects.create(
        user=visitor, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "passwordless": True, "credential": {}}
    )
    page = visitor_client.get("/en/accounts/2fa/webauthn/")
    assert "Phone" in page.content.decode()


# --- the header ---


def test_the_header_offers_to_sign_in(client, django_assert_num_queries):
    stamps.current()
    with django_assert_num_queries(0):
        page = client.get("/en/me/fragment/").content.decode()
    assert 'href="/en/accounts/login/"' in page


def test_the_header_names_who_has_signed_in(visitor_client, django_assert_num_queries):
    stamps.current()
    with django_assert_num_queries(3):  # session, account, person
        page = visitor_client.get("/en/me/fragment/").content.decode()
    assert "Lin Yue" in page
    assert 'href="/en/accounts/logout/"' in page
    assert "/admin/" not in page


def test_the_header_leads_staff_to_the_back_office(staff_client):
    assert 'href="/admin/"' in staff_client.get("/en/me/fragment/").content.decode()


# --- panels ---


def test_panels_come_from_the_apps_in_their_order(visitor_client, monkeypatch):
    registry = sockets.Registry("me")
    for key, order, shown in (("b", 20, True), ("a", 10, True), ("c", 30, False)):
        panel = {"template": "ui/sample.html", "context": {"key": key}} if shown else None
        registry.register(key, SimpleNamespace(order=order, panel=lambda request, panel=panel: panel))
    monkeypatch.setattr(sockets, "me", registry)
    answer = visitor_client.get("/en/me/")
    assert [panel["context"]["key"] for panel in answer.context["panels"]] == ["a", "b"]


def test_an_account_without_a_person_is_welcome(client, django_user_model):
    client.force_login(services.first_login(email="new@example.org"), backend=site.AUTHENTICATION_BACKENDS[0])
    assert "Welcome" in client.get("/en/me/").content.decode()
    assert client.get("/en/me/profile/").headers["Location"] == "/en/me/"


# --- profile, language, consents ---


def test_people_change_what_stands_about_them(visitor_client, visitor):
    form = {"name": " 林悦 ", "name_hans": "林悦", "name_latin": "Lin Yue", "country": "CN", "language": "zh-hans"}
    assert visitor_client.post("/en/me/profile/", form).headers["Location"] == "/en/me/"
    person = Person.objects.get(pk=visitor.person_id)
    assert (person.name, person.name_hans, person.name_latin, person.country, person.language) == (
        "林悦", "林悦", "Lin Yue", "CN", "zh-hans",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "🎉"),
        ("name", "x" * 121),
        ("country", "ZZ"),
        ("language", "fr"),
        ("name_hans", "www.x.example"),
    ],
)
def test_bad_input_changes_nothing_and_gets_a_sentence(visitor_client, visitor, field, value):
    form = {"name": "Changed", "name_hans": "", "name_latin": "", "country": "CN", "language": "en", field: value}
    answer = visitor_client.post("/en/me/profile/", form)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert Person.objects.get(pk=visitor.person_id).name == "Lin Yue"


def test_nobody_changes_fields_that_are_not_offered(visitor_client, visitor):
    form = {
        "name": "Lin",
        "country": "",
        "language": "en",
        "slug": "famous",
        "birth_year": "1950",
        "provenance": "seed",
    }
    visitor_client.post("/en/me/profile/", form)
    person = Person.objects.get(pk=visitor.person_id)
    assert (person.slug, person.birth_year, person.provenance) == (None, None, "entered")


def test_the_language_of_mails_is_kept_and_the_page_too(visitor_client, visitor):
    answer = visitor_client.post("/en/me/language/", {"language": "de", "next": "/de/me/"})
    visitor.refresh_from_db()
    assert (answer.headers["Location"], visitor.language, visitor.person.language) == ("/de/me/", "de", "de")


def test_a_language_that_there_is_not_changes_nothing(visitor_client, visitor):
    answer = visitor_client.post("/en/me/language/", {"language": "xx", "next": "//evil.example"})
    visitor.refresh_from_db()
    assert (answer.headers["Location"], visitor.language) == ("/en/", "")


def test_a_consent_is_withdrawn_by_a_new_answer(visitor_client, visitor):
    services.answer_consent(
        person=visitor.person, purpose="news", text_version="1", given=True, by=actor_of_user(visitor)
    )
    visitor_client.post("/en/me/consents/withdraw/", {"purpose": "news"})
    assert list(Consent.objects.order_by("pk").values_list("purpose", "text_version", "given")) == [
        ("news", "1", True),
        ("news", "1", False),
    ]
    visitor_client.post("/en/me/consents/withdraw/", {"purpose": "news"})
    visitor_client.post("/en/me/consents/withdraw/", {"purpose": "nothing"})
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("purpose", ["privacy", "registration-terms"])
def test_terms_are_not_taken_back_alone(visitor_client, visitor, purpose):
    services.answer_consent(person=visitor.person, purpose=purpose, text_version="1", given=True, by=SYSTEM)
    assert "consents/withdraw" not in visitor_client.get("/en/me/").content.decode()
    visitor_client.post("/en/me/consents/withdraw/", {"purpose": purpose})
    assert Consent.objects.count() == 1


# --- own data ---


def test_the_copy_holds_what_is_known_and_no_secret(visitor_client, visitor, stranger):
    visitor.set_password("quiet-river-stone")
    visitor.save()
    services.answer_consent(person=visitor.person, purpose="news", text_version="1", given=True, by=SYSTEM)
    from tests.conftest import signed_in

    answer = signed_in(visitor).get("/en/me/data/export/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="waic-my-data.json"'
    copy = json.loads(answer.content)
    assert copy["people.person"][0]["name"] == "Lin Yue"
    assert copy["people.contactpoint"][0]["value"] == "lin.yue@example.org"
    assert copy["people.consent"][0]["purpose"] == "news"
    whole = answer.content.decode()
    assert visitor.password not in whole
    assert "stranger" not in whole.lower()


def test_erasure_takes_account_and_person(visitor_client, visitor):
    visitor_client.post("/en/me/data/erase/", {"sure": "1"})
    assert not User.objects.exists()
    assert not Person.objects.exists()
    assert not ContactPoint.objects.exists()
    assert visitor_client.get("/en/me/").status_code == 302


def test_erasure_asks_whether_one_is_sure(visitor_client, visitor):
    visitor_client.post("/en/me/data/erase/", {})
    assert User.objects.filter(pk=visitor.pk).exists()


def test_staff_do_not_erase_themselves(staff_client, staff):
    staff_client.post("/en/me/data/erase/", {"sure": "1"})
    assert User.objects.filter(pk=staff.pk).exists()


def test_who_has_a_key_and_no_app_confirms_with_the_key(visitor_client, visitor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    Authenticator.objects.create(
        user=visitor, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
    RecoveryCodes.activate(visitor)
    answer = visitor_client.get("/en/accounts/2fa/recovery-codes/")
    assert answer.headers["Location"].startswith("/en/accounts/2fa/webauthn/reauthenticate/")
