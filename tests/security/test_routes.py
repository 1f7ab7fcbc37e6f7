"""Every route has a row here, and answers each role as its row says (security catalogue A1).

A row names the policy of GET, the policy of POST and the route below its language. A policy has
one letter per role, in the order of ROLES:

o open   l to the sign-in   a absent (404)   f forbidden (403)   t token needed (401)   m no such method

Somebody else's things are absent, never forbidden.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from tests.security.cast import House, open_house

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

ROLES = ("anonymous", "visitor", "stranger", "clerk", "editor", "staff", "program", "rival", "device", "deactivated")
POLICIES = {
    "open": "oooooooooo",
    "method": "mmmmmmmmmm",
    "absent": "aaaaaaaaaa",
    "login": "llllllllll",
    "person": "looooollll",  # whoever has signed in
    "self": "loaaaollll",  # the visitor whose registration it is, and staff
    "none": "laaaaallll",  # whoever has signed in, but has no such thing yet
    "fresh": "lfffffllll",  # proves again who somebody is; just done
    "no-post": "lmmmmmllll",
    "token": "ttttttffft",  # a call that exists, but not with this method or scope
    "program": "ttttttooft",
    "maker": "ttttttoaft",  # the program that made it; another one finds nothing
    "device": "ttttttffot",
}
TABLE = """
open     method   healthz
open     method   readyz
open     method   metrics
open     method   <root>
open     open     zh/
open     open     zh/<path:rest>
open     method   gate/
open     method   gate/sw.js
open     method   gate/manifest.webmanifest
method   open     gate/pair/
open     method   sw.js
open     method   sitemap.xml
open     method   robots.txt
open     open     i18n/setlang/
absent   absent   documents/^(\\d+)/(.*)$
absent   absent   documents/authenticate_with_password/<int:restriction_id>/
open     token    api/v1/search/
token    program  api/v1/registrations/
maker    token    api/v1/registrations/<str:code>/
token    maker    api/v1/registrations/<str:code>/cancel/
maker    token    api/v1/registrations/<str:code>/qr.svg
token    device   api/v1/check-ins/
device   token    api/v1/check-ins/manifest/
program  program  api/v1/webhooks/
maker    token    api/v1/webhooks/<str:public_id>/
open     token    api/v1/^editions/$
open     token    api/v1/^editions/(?P<year>\\d{4})/$
open     token    api/v1/^venues/$
open     token    api/v1/^venues/(?P<slug>[^/.]+)/$
open     token    api/v1/^halls/$
open     token    api/v1/^halls/(?P<code>[^/.]+)/$
open     token    api/v1/^gates/$
open     token    api/v1/^gates/(?P<code>[^/.]+)/$
open     token    api/v1/^topics/$
absent   token    api/v1/^topics/(?P<slug>[^/.]+)/$
open     token    api/v1/^figures/$
absent   token    api/v1/^figures/(?P<slug>[^/.]+)/$
open     token    api/v1/^ticket-types/$
open     token    api/v1/^ticket-types/(?P<slug>[^/.]+)/$
open     token    api/v1/^pages/$
open     token    api/v1/^pages/(?P<slug>[\\w-]+)/$
open     token    api/v1/^articles/$
absent   token    api/v1/^articles/(?P<slug>[\\w-]+)/$
open     method   api/schema/
open     method   api/docs/
open     open     accounts/login/
login    login    accounts/login/code/
login    login    accounts/login/code/confirm/
open     open     accounts/login/password/
open     open     accounts/signup/
open     open     accounts/logout/
open     method   accounts/inactive/
fresh    fresh    accounts/reauthenticate/
person   person   accounts/email/
open     method   accounts/confirm-email/
open     absent   accounts/^confirm-email/(?P<key>[-:\\w]+)/$
person   person   accounts/password/change/
person   person   accounts/password/set/
open     open     accounts/password/reset/
open     method   accounts/password/reset/done/
open     method   accounts/password/reset/key/done/
open     open     accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$
person   no-post  accounts/2fa/
person   person   accounts/2fa/authenticate/
fresh    fresh    accounts/2fa/reauthenticate/
person   person   accounts/2fa/totp/activate/
none     none     accounts/2fa/totp/deactivate/
none     no-post  accounts/2fa/recovery-codes/
person   person   accounts/2fa/recovery-codes/generate/
none     none     accounts/2fa/recovery-codes/download/
person   no-post  accounts/2fa/webauthn/
person   person   accounts/2fa/webauthn/add/
fresh    fresh    accounts/2fa/webauthn/reauthenticate/
none     none     accounts/2fa/webauthn/keys/<int:pk>/remove/
none     none     accounts/2fa/webauthn/keys/<int:pk>/edit/
person   person   accounts/2fa/webauthn/login/
person   no-post  me/
open     method   me/fragment/
person   person   me/profile/
method   open     me/language/
no-post  person   me/consents/withdraw/
person   no-post  me/data/
person   no-post  me/data/export/
no-post  person   me/data/erase/
open     method   register/
person   person   register/details/
self     method   register/ticket/<slug:code>/
self     method   register/ticket/<slug:code>/badge.pdf
self     method   register/ticket/<slug:code>/calendar.ics
self     self     register/ticket/<slug:code>/cancel/
method   self     register/ticket/<slug:code>/accept/
method   self     register/ticket/<slug:code>/resend/
open     method   editions/<int:year>/
open     method   search/
open     method   waic-up/feed/
login    login    _util/login/
absent   absent   _util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
open     method   ^((?:[\\w\\-]+/)*)$
"""
# What stands in the place of a variable, tried from top to bottom; names in braces are the house's.
ARGUMENTS = {
    "register/ticket/<slug:code>": "register/ticket/{own}",
    "registrations/<str:code>": "registrations/{made}",
    "<str:public_id>": "{hook}",
    "manifest/": "manifest/?gate=N1",
    "/^(\\d+)/(.*)$": "/1/x",
    "((?:[\\w\\-]+/)*)": "about/",
    "(?P<year>\\d{4})": "2025",
    "<int:year>": "2025",
    "<path:rest>": "editions/",
    "venues/(?P<slug>[^/.]+)": "venues/expo",
    "halls/(?P<code>[^/.]+)": "halls/H1",
    "gates/(?P<code>[^/.]+)": "gates/N1",
    "ticket-types/(?P<slug>[^/.]+)": "ticket-types/visitor",
    "pages/(?P<slug>[\\w-]+)": "pages/about",
}
BACK_OFFICES = ("admin/", "cms/")
# Doors, and texts and pictures for scripts.
FOR_EVERYBODY = {"admin/login/", "admin/logout/", "cms/login/", "cms/logout/", "cms/jsi18n/", "cms/sprite/"}
# What staff without any permission see: an empty start page and their own password.
FOR_ALL_STAFF = {"admin/", "admin/password_change/", "admin/password_change/done/", "admin/jsi18n/"}


def routes() -> list[str]:
    """Return every route once, as the URLconf writes it, without its language."""
    return list(dict.fromkeys(walk(get_resolver())))


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        else:
            yield route.removeprefix("en/") or "<root>"


def rows() -> dict[str, tuple[str, str]]:
    """Return the table: route to the policies of GET and POST."""
    lines = [line.split(maxsplit=2) for line in TABLE.strip().splitlines()]
    return {route: (read, write) for read, write, route in lines}


def address(route: str, house: House) -> str:
    """Return an address that a route answers."""
    path = route if route != "<root>" else ""
    for variable, value in ARGUMENTS.items():
        path = path.replace(variable, value.format(**house.arguments))
    if model := re.match(r"admin/(\w+)/(\w+)/(<path:object_id>|<int:pk>)", path):
        path = path.replace(model[3], str(any_row(model[1], model[2])))
    path = re.sub(r"<int:\w+>", "1", path)
    path = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)", "x", path).replace("^", "").replace("$", "")
    bare = (
        "healthz",
        "readyz",
        "metrics",
        "zh/",
        "gate/",
        "sw.js",
        "sitemap",
        "robots",
        "i18n/",
        "documents/",
        "api/",
        *BACK_OFFICES,
    )
    return f"/{path}" if not path or path.startswith(bare) else f"/en/{path}"


def any_row(app: str, model: str) -> Any:
    """Return the key of a row that exists, so that a page is refused and not only missing."""
    return apps.get_model(app, model)._base_manager.values_list("pk", flat=True).first() or 1


def letter(response: HttpResponse) -> str:
    """Return the class of an answer."""
    known = {401: "t", 403: "f", 404: "a", 405: "m"}
    if response.status_code >= 500:
        return "!"
    if response.headers.get("Location") == "/admin/":
        return "a"  # where the back office leads when it does not find a thing
    if response.status_code in (301, 302) and re.search(r"/login/(\?|$)", response.headers["Location"]):
        return "l"
    return known.get(response.status_code, "o")


def knock(house: House, role: str, method: str, path: str) -> str:
    """Send one request, take back all that it did, and return the class of the answer."""
    client = house.clients[role]
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = letter(getattr(client, method)(path))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def test_every_route_has_a_row():
    own = {route for route in routes() if not route.startswith(BACK_OFFICES)}
    assert own - set(rows()) == set()
    assert set(rows()) - own == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_role_gets_the_answer_of_its_row(fair, method):
    house = open_house(fair)
    wrong = {}
    for route, policies in rows().items():
        expected = POLICIES[policies[method == "post"]]
        path = address(route, house)
        given = "".join(knock(house, role, method, path) for role in ROLES)
        if given != expected:
            wrong[route] = f"{given}, not {expected}"
    assert wrong == {}


@pytest.mark.parametrize("office", BACK_OFFICES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_back_offices_are_closed_to_everybody_who_does_not_work_there(fair, method, office):
    house = open_house(fair)
    open_to: dict[str, Any] = {}
    for route in routes():
        if not route.startswith(office) or route in FOR_EVERYBODY or route.endswith("/<path:object_id>/"):
            continue  # the last one only leads on to …/change/
        path = address(route, house)
        given = {role: knock(house, role, method, path) for role in ("anonymous", "visitor", "clerk")}
        if given["clerk"] == "o" and route in FOR_ALL_STAFF:
            del given["clerk"]
        if found := {role: answer for role, answer in given.items() if answer not in "lfam"}:
            open_to[route] = found
    assert open_to == {}


@pytest.mark.parametrize("office", ["/admin/", "/cms/"])
@pytest.mark.parametrize("role", ["program", "device", "deactivated"])
def test_tokens_and_closed_accounts_open_no_back_office(fair, office, role):
    assert letter(open_house(fair).clients[role].get(office)) == "l"


def test_a_refused_change_of_somebody_elses_registration_changes_nothing(fair):
    house = open_house(fair)
    before = snapshot(house)
    for role in ("anonymous", "stranger", "clerk", "editor", "program", "device", "deactivated"):
        for verb in ("cancel", "accept", "resend"):
            house.clients[role].post(f"/en/register/ticket/{house.visitors.code}/{verb}/")
        house.clients[role].post(f"/api/v1/registrations/{house.visitors.code}/cancel/")
    for role in ("anonymous", "visitor", "staff", "rival", "device"):
        house.clients[role].post(f"/api/v1/registrations/{house.programs.code}/cancel/")
        house.clients[role].delete(f"/api/v1/webhooks/{house.webhook}/")
    assert snapshot(house) == before


def snapshot(house: House) -> list[Any]:
    """Return what a forbidden change would have touched."""
    from apps.core.models import History, Outbox, Webhook
    from apps.registration.models import Badge, Registration

    return [
        list(Registration.objects.order_by("pk").values()),
        list(Badge.objects.order_by("pk").values()),
        Webhook.objects.count(),
        History.objects.count(),
        Outbox.objects.count(),
    ]
