"""Limits count what is scarce, never a shared network address (security catalogue G1, G3)."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory

from apps.core.actors import SYSTEM
from apps.core.middleware import client_address
from apps.registration import gate_views
from apps.registration.models import Device
from apps.registration.services import gates

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

SPOOFED = ("X_FORWARDED_FOR", "X_REAL_IP", "FORWARDED", "X_CLIENT_IP", "CF_CONNECTING_IP", "TRUE_CLIENT_IP", "VIA", "X_ORIGINATING_IP")  # fmt: skip


def test_two_hundred_visitors_behind_one_address_all_get_their_code(db):
    answers = [Client().post("/en/accounts/login/", {"email": f"guest{n}@example.org"}) for n in range(200)]
    assert {answer.status_code for answer in answers} == {302}


@pytest.mark.parametrize("header", SPOOFED)
def test_spoofed_addresses_do_not_lift_the_limit_of_a_mailbox(header):
    answers = [
        Client().post("/en/accounts/login/", {"email": "new@example.org"}, **{f"HTTP_{header}": f"203.0.113.{n}"})
        for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


@pytest.mark.parametrize("header", SPOOFED)
def test_spoofed_addresses_do_not_lift_the_limit_of_anonymous_calls(settings, fair, header):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"token": "9/min", "anonymous": "3/min"},
    }
    answers = [Client().get("/api/v1/gates/", **{f"HTTP_{header}": f"203.0.113.{n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "throttled"


def test_sixty_gates_pair_in_one_minute_from_one_network(fair):
    for number in range(60):
        _made, code = gates.make_pairing_code(gate=fair.gate, by=SYSTEM)
        answer = Client().post("/gate/pair/", {"code": code, "device": f"Gate {number}"}, "application/json")
        assert answer.status_code == 200
    assert Device.objects.count() == 60


@pytest.mark.parametrize("header", SPOOFED)
def test_wrong_pairing_codes_are_counted_whatever_the_headers_say(fair, monkeypatch, header):
    monkeypatch.setattr(gate_views, "WRONG_CODES", 2)
    answers = [
        Client().post("/gate/pair/", {"code": "0000000000"}, "application/json", **{f"HTTP_{header}": f"203.0.113.{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [410, 410, 429]


# --- the visitor's address behind proxies ---


def seen(settings, proxies, forwarded, remote="10.0.0.1"):
    """Return the address that the application sees."""
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    client_address(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "nonsense", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.7, ", "10.0.0.1"),
    ],
)
def test_only_the_entry_of_our_own_outermost_proxy_counts(settings, proxies, forwarded, address):
    assert seen(settings, proxies, forwarded) == address


def test_without_proxies_of_our_own_the_header_is_not_read(settings):
    with pytest.raises(MiddlewareNotUsed):
        seen(settings, 0, "203.0.113.7")
