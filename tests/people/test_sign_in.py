"""Signing in with a code by mail (security catalogue G1, G3, G5, H3, H4, B9)."""

import re
import threading
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.core import mail
from apps.core.models import Outbox
from apps.people import services, sign_in
from apps.people.models import ContactPoint, User
from tests.people.conftest import CONFIRM, LOGIN, ask_for_code, code_in, deliver_all
from tests.people.conftest import sign_in as come_in

pytestmark = pytest.mark.django_db


def signed_in_as(browser: Client) -> int | None:
    """Return the account of a browser."""
    found = browser.session.get("_auth_user_id")
    return int(found) if found else None


def without_tokens(text: str) -> str:
    """Drop what differs in every answer."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|csrf[^=]*)="[^"]*"', "", text)


# --- the one field ---


def test_the_page_has_one_visible_field(browser):
    page = browser.get(LOGIN).content.decode()
    fields = re.findall(r"<input(?![^>]*type=\"(?:hidden|search)\")[^>]*>", page.partition("<main")[2])
    assert len(fields) == 1
    assert 'type="email"' in fields[0]
    assert 'autocomplete="email"' in fields[0]
    assert 'inputmode="email"' in fields[0]


def test_the_code_field_is_filled_by_phones(browser):
    ask_for_code(browser, "new@example.org")
    page = browser.get(CONFIRM).content.decode()
    assert re.search(r'<input[^>]*name="code"[^>]*autocomplete="one-time-code"', page)


def test_a_new_address_becomes_an_account_only_with_the_code(browser):
    code = ask_for_code(browser, "New.Person@Example.org")
    assert not User.objects.exists()
    answer = browser.post(CONFIRM, {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/me/")
    user = User.objects.get()
    assert (user.email, user.language, user.has_usable_password(), user.person) == (
        "new.person@example.org",
        "en",
        False,
        None,
    )
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (user.pk, "new.person@example.org", True, True)
    ]
    assert signed_in_as(browser) == user.pk


def test_a_known_address_signs_in(browser, visitor):
    answer = come_in(browser, "LIN.YUE@example.org")
    assert answer.headers["Location"] == "/en/me/"
    assert signed_in_as(browser) == visitor.pk
    assert User.objects.count() == 1


def test_known_and_new_people_get_the_same_answer(visitor, stranger):
    answers = []
    for email in ("lin.yue@example.org", "no.body@example.org"):
        browser = Client()
        first = browser.post(LOGIN, {"email": email})
        page = browser.get(CONFIRM).content.decode().replace(email, "ADDRESS")
        (letter,) = deliver_all()
        words = letter.body.replace(code_in(letter), "CODE")
        subject = letter.subject.replace(code_in(letter), "CODE")
        answers.append((first.status_code, first.headers["Location"], without_tokens(page), words, subject))
    assert answers[0] == answers[1]


def test_known_and_new_people_cost_the_same_statements(visitor):
    """Nothing about the address is looked up, so its time can tell nothing either."""
    counts = []
    for email in ("lin.yue@example.org", "no.body@example.org"):
        with CaptureQueriesContext(connection) as counted:
            Client().post(LOGIN, {"email": email})
        asked = [query["sql"] for query in counted.captured_queries]
        assert not any("people_" in sql or "account_" in sql for sql in asked)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@b", "a@b\x00.org", "ü@example.org", "a" * 250 + "@example.org", "a@exa mple.org"]
)
def test_an_address_that_is_none_gets_a_sentence(browser, email):
    answer = browser.post(LOGIN, {"email": email})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Outbox.objects.exists()


# --- the code ---


def test_a_code_is_taken_however_it_is_typed(browser, monkeypatch):
    monkeypatch.setattr(sign_in, "random_base32", lambda length: "a01x9k")
    ask_for_code(browser, "new@example.org")
    assert browser.post(CONFIRM, {"code": " Aol-x9 K "}).status_code == 302
    assert signed_in_as(browser)


def test_a_wrong_code_is_refused_and_the_right_one_still_good(browser):
    code = ask_for_code(browser, "new@example.org")
    answer = browser.post(CONFIRM, {"code": "ZZZZZZ"})
    assert (answer.status_code, signed_in_as(browser)) == (200, None)
    assert not User.objects.exists()
    assert browser.post(CONFIRM, {"code": code}).status_code == 302


def test_the_sixth_try_is_refused_even_with_the_right_code(browser):
    code = ask_for_code(browser, "new@example.org")
    for _try in range(5):
        browser.post(CONFIRM, {"code": "ZZZZZZ"})
    answer = browser.post(CONFIRM, {"code": code})
    assert (answer.status_code, signed_in_as(browser)) == (200, None)
    assert not User.objects.exists()


def test_tries_count_even_when_the_session_forgets_them(browser):
    """Parallel submissions read the same session; the shared cache counts them all."""
    code = ask_for_code(browser, "new@example.org")
    for _try in range(5):
        browser.post(CONFIRM, {"code": "ZZZZZZ"})
        session = browser.session
        session[sign_in.SESSION_KEY] = {**session[sign_in.SESSION_KEY], "tries": 0}
        session.save()
    browser.post(CONFIRM, {"code": code})
    assert signed_in_as(browser) is None


def test_an_old_code_is_refused(browser, monkeypatch):
    code = ask_for_code(browser, "new@example.org")
    later = time.time() + sign_in.CODE_AGE + 1
    monkeypatch.setattr(sign_in.time, "time", lambda: later)
    answer = browser.post(CONFIRM, {"code": code})
    assert (answer.status_code, signed_in_as(browser)) == (200, None)


def test_a_code_is_good_once(browser):
    code = ask_for_code(browser, "new@example.org")
    old_cookie = browser.cookies["sessionid"].value
    browser.post(CONFIRM, {"code": code})
    replay = Client()
    replay.cookies["sessionid"] = old_cookie
    assert replay.post(CONFIRM, {"code": code}).headers["Location"] == LOGIN
    assert signed_in_as(replay) is None


def test_a_code_is_good_in_its_own_browser_only(browser):
    code = ask_for_code(browser, "new@example.org")
    elsewhere = Client()
    assert elsewhere.post(CONFIRM, {"code": code}).headers["Location"] == LOGIN
    ask_for_code(elsewhere, "other@example.org")
    assert elsewhere.post(CONFIRM, {"code": code}).status_code == 200
    assert not User.objects.exists()


def test_a_new_code_ends_the_old_one(browser, monkeypatch):
    old = ask_for_code(browser, "new@example.org")
    monkeypatch.setattr(sign_in, "RESEND_AFTER", 0)
    assert browser.post(CONFIRM, {"action": "resend"}).headers["Location"] == CONFIRM
    (letter,) = deliver_all()
    assert browser.post(CONFIRM, {"code": old}).status_code == 200
    assert browser.post(CONFIRM, {"code": code_in(letter)}).status_code == 302


def test_a_double_click_sends_one_code(browser):
    browser.post(LOGIN, {"email": "new@example.org"})
    browser.post(LOGIN, {"email": "new@example.org"})
    assert len(deliver_all()) == 1


def test_code_and_address_lie_nowhere_in_plain_text(browser):
    browser.post(LOGIN, {"email": "secret.person@example.org"})
    stored = str(list(Outbox.objects.values()))
    (letter,) = deliver_all()
    code = code_in(letter)
    sessions = str([Session.objects.get(pk=row.pk).get_decoded() for row in Session.objects.all()])
    assert "secret.person" not in stored
    assert code not in stored
    assert code not in sessions
    assert code.lower() not in sessions
    assert Outbox.objects.get().payload == {"box": ""}


# --- limits ---


def test_one_address_gets_three_codes_a_minute_whoever_asks(db):
    answers = [Client(REMOTE_ADDR=f"203.0.113.{n}").post(LOGIN, {"email": "new@example.org"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert len(deliver_all()) == 3


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_HOST"])
def test_headers_do_not_change_the_limit(header):
    values = ["127.0.0.1", "localhost", "testserver", "127.0.0.1"]
    answers = [Client().post(LOGIN, {"email": "new@example.org"}, **{header: value}) for value in values]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


def test_a_venue_with_one_network_address_is_not_held_up(db):
    statuses = {Client().post(LOGIN, {"email": f"guest{n}@example.org"}).status_code for n in range(60)}
    assert statuses == {302}


def test_one_browser_gets_thirty_codes_in_ten_minutes(browser):
    statuses = [browser.post(LOGIN, {"email": f"guest{n}@example.org"}).status_code for n in range(32)]
    assert statuses == [302] * 30 + [429] * 2


# --- where people go next ---

OUTSIDE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%09/evil.example\t",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "evil.example",
    "http://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://testserver/en/me/",
)


@pytest.mark.parametrize("wanted", OUTSIDE)
def test_no_redirect_leaves_the_site(browser, wanted):
    assert come_in(browser, "new@example.org", next=wanted).headers["Location"] == "/en/me/"
    assert browser.get(LOGIN, {"next": wanted}).headers["Location"] == "/en/me/"


@pytest.mark.parametrize("wanted", ["/en/register/", "/admin/", "/zh-hans/search/?q=%E4%BA%BA"])
def test_people_go_on_where_they_were(browser, wanted):
    assert come_in(browser, "new@example.org", next=wanted).headers["Location"] == wanted


# --- those who may not, and those who need more ---


def test_a_closed_account_stays_out(browser, deactivated):
    answer = come_in(browser, "gone@example.org")
    assert answer.headers["Location"] == "/en/accounts/inactive/"
    assert signed_in_as(browser) is None
    assert not EmailAddress.objects.filter(user=deactivated).exists()


def test_a_second_factor_is_still_asked_for(browser, visitor):
    Authenticator.objects.create(user=visitor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = come_in(browser, "lin.yue@example.org", next="/en/register/")
    assert answer.headers["Location"] == "/en/accounts/2fa/authenticate/"
    assert signed_in_as(browser) is None
    assert browser.get("/en/me/").status_code == 302


def test_the_second_factor_leads_on_where_people_were(browser, visitor):
    """After the code from the app the account is open and its proven address noted."""
    TOTP.activate(visitor, secret := generate_totp_secret())
    come_in(browser, "lin.yue@example.org", next="/en/register/")
    app_code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    answer = browser.post("/en/accounts/2fa/authenticate/", {"code": app_code})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/register/")
    assert signed_in_as(browser) == visitor.pk


def test_recovery_codes_alone_are_no_second_factor(staff_client, staff, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert staff_client.get("/admin/").status_code == 302


def test_staff_without_a_second_factor_are_led_to_set_one_up(staff_client, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    for path in ("/admin/", "/cms/"):
        answer = staff_client.get(path)
        assert (answer.status_code, answer.headers["Location"][-14:]) == (302, "/accounts/2fa/")


def test_staff_with_a_second_factor_pass(staff_client, staff, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert staff_client.get("/admin/").status_code == 200


def test_the_back_office_has_no_door_of_its_own(browser):
    answer = browser.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/accounts/login/?next=%2Fadmin%2F")
    assert browser.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_somebody_who_is_no_staff_gets_nothing_from_the_door(visitor_client):
    assert visitor_client.get("/admin/login/").status_code == 403


# --- passwords ---


def test_a_password_chosen_at_the_beginning_counts_after_the_code(browser):
    form = {"email": "new@example.org", "password": "quiet-river-stone"}
    browser.post("/en/accounts/signup/", form)
    assert not User.objects.exists()
    (letter,) = deliver_all()
    browser.post(CONFIRM, {"code": code_in(letter)})
    assert User.objects.get().check_password("quiet-river-stone")
    again = Client()
    answer = again.post("/en/accounts/login/password/", {"login": "NEW@example.org", "password": "quiet-river-stone"})
    assert answer.headers["Location"] == "/en/me/"


def test_signing_up_again_changes_no_password(browser, visitor):
    """Nobody can plant a password in an account that is not theirs."""
    visitor.set_password("my-own-password")
    visitor.save()
    browser.post("/en/accounts/signup/", {"email": visitor.email, "password": "quiet-river-stone"})
    (letter,) = deliver_all()
    browser.post(CONFIRM, {"code": code_in(letter)})
    visitor.refresh_from_db()
    assert (signed_in_as(browser), visitor.check_password("my-own-password")) == (visitor.pk, True)


def test_an_account_with_an_unproven_address_needs_a_code_first(browser):
    user = User.objects.create_user("planted@example.org", "quiet-river-stone")
    answer = browser.post(
        "/en/accounts/login/password/", {"login": "planted@example.org", "password": "quiet-river-stone"}
    )
    assert signed_in_as(browser) is None
    assert answer.headers["Location"] == "/en/accounts/confirm-email/"
    assert not EmailAddress.objects.filter(user=user, verified=True).exists()


def test_five_wrong_passwords_close_the_way_for_a_while_under_any_host(visitor):
    visitor.set_password("my-own-password")
    visitor.save()
    EmailAddress.objects.create(user=visitor, email=visitor.email, verified=True, primary=True)
    hosts = ["testserver", "localhost", "127.0.0.1", "testserver", "localhost"]
    for host in hosts:
        Client().post("/en/accounts/login/password/", {"login": visitor.email, "password": "x"}, HTTP_HOST=host)
    last = Client()
    last.post("/en/accounts/login/password/", {"login": visitor.email, "password": "my-own-password"})
    assert signed_in_as(last) is None
    assert come_in(Client(), visitor.email).status_code == 302


# --- letters ---


def test_the_letter_comes_in_the_language_of_the_page(browser):
    browser.post("/de/accounts/login/", {"email": "neu@example.org"})
    (letter,) = deliver_all()
    assert letter.to == ["neu@example.org"]
    assert '<html lang="de">' in letter.alternatives[0][0]


def test_a_repeated_delivery_has_the_same_message_id(browser):
    browser.post(LOGIN, {"email": "new@example.org"})
    message = Outbox.objects.get()
    mail.deliver(message)
    mail.deliver(message)
    from django.core import mail as outgoing

    ids = {letter.extra_headers["Message-ID"] for letter in outgoing.outbox}
    assert ids == {f"<{message.uid}@waic.example>"}
    assert outgoing.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_that_comes_too_late_is_not_sent(browser, monkeypatch):
    browser.post(LOGIN, {"email": "new@example.org"})
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 700)
    assert deliver_all() == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_the_host_header_gets_into_no_letter(visitor, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    visitor.set_password("my-own-password")
    visitor.save()
    EmailAddress.objects.create(user=visitor, email=visitor.email, verified=True, primary=True)
    browser = Client(HTTP_HOST=host)
    browser.post(LOGIN, {"email": "one@example.org"})
    browser.post("/en/accounts/password/reset/", {"email": visitor.email})
    browser.post("/en/accounts/password/reset/", {"email": "no.body@example.org"})
    letters = deliver_all()
    assert len(letters) == 3
    for letter in letters:
        whole = letter.message().as_string()
        assert "evil" not in whole
    assert f"{settings.SITE_ADDRESS}/en/accounts/password/reset/key/" in letters[1].body


def test_an_added_address_is_proven_by_a_letter_and_noted_with_the_person(visitor_client, visitor):
    visitor_client.post("/en/accounts/email/", {"action_add": "", "email": "Second@Example.org"})
    (letter,) = deliver_all()
    link = re.search(r"https?://\S+/confirm-email/\S+", letter.body)[0]
    assert link.startswith(settings.SITE_ADDRESS)
    visitor_client.post(link.removeprefix(settings.SITE_ADDRESS))
    assert ContactPoint.objects.filter(
        person=visitor.person, value="second@example.org", verified_at__isnull=False
    ).exists()


def test_adding_an_address_that_somebody_has_tells_nothing(visitor_client, stranger):
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    answers = []
    for email in (stranger.email, "free@example.org"):
        answer = visitor_client.post("/en/accounts/email/", {"action_add": "", "email": email}, follow=True)
        answers.append((answer.status_code, without_tokens(answer.content.decode()).count("not verified yet")))
        EmailAddress.objects.filter(email=email).exclude(user=stranger).delete()
    assert answers[0] == answers[1]


# --- identities that look alike (B9) ---

ALIKE = (
    "mıke@example.org",
    "mike@exаmple.org",
    "ｍike@example.org",
    "mike@example.org.",
    "mi\u200dke@example.org",
    "mike\u3002x@example.org",
    "mike+a@example.org",
    "m.ike@example.org",
    "mike@examp1e.org",
    "mike@xn--example-.org",
    '"mike"@example.org',
    "mike@example.org\n",
    "mike@[127.0.0.1]",
    "mike@example.org,other@example.org",
)


@pytest.mark.parametrize("email", ALIKE)
def test_look_alike_addresses_never_open_the_account(browser, email):
    mike = services.first_login(email="mike@example.org")
    answer = browser.post(LOGIN, {"email": email})
    letters = deliver_all()
    if answer.status_code != 302:
        assert letters == []
        return
    (letter,) = letters
    browser.post(CONFIRM, {"code": code_in(letter)})
    opened = User.objects.get(pk=signed_in_as(browser))
    assert (opened == mike) == (letter.to == ["mike@example.org"])


# --- first login twice ---


@pytest.mark.django_db(transaction=True)
def test_a_double_submission_makes_one_account():
    made: list[Any] = []
    barrier = threading.Barrier(4)

    def submit() -> None:
        barrier.wait()
        made.append(services.first_login(email="new@example.org").pk)
        connection.close()

    threads = [threading.Thread(target=submit) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert set(made) == {User.objects.get().pk}
    assert EmailAddress.objects.count() == 1
