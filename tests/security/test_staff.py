"""Back offices ask staff for a second factor, and no form takes a password alone (security catalogue H6)."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cms.conftest import member_of
from tests.conftest import signed_in
from tests.security.cast import open_house
from tests.security.test_routes import BACK_OFFICES, FOR_EVERYBODY, address, routes

pytestmark = pytest.mark.django_db

PASSWORD = "quiet-river-stone"
DOORS = ("/admin/login/", "/cms/login/", "/en/_util/login/", "/en/accounts/login/", "/en/accounts/login/password/",
         "/en/accounts/reauthenticate/", "/en/accounts/2fa/authenticate/")  # fmt: skip


@pytest.mark.parametrize(("role", "method"), [("staff", "get"), ("editor", "post")])
def test_every_address_of_the_back_offices_refuses_without_a_second_factor(fair, settings, role, method):
    settings.SECOND_FACTOR_FOR_STAFF = True
    house = open_house(fair)
    client, open_to = house.clients[role], []
    paths = [
        address(route, house) for route in routes() if route.startswith(BACK_OFFICES) and route not in FOR_EVERYBODY
    ]
    assert len(paths) > 200
    for path in paths:
        answer = getattr(client, method)(path)
        if (answer.status_code, answer.headers.get("Location", "")[-14:]) != (302, "/accounts/2fa/"):
            open_to.append(path)
    assert open_to == []


def test_with_a_second_factor_both_back_offices_open(staff, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = signed_in(staff)
    assert [client.get(path).status_code for path in ("/admin/", "/cms/")] == [200, 200]


@pytest.mark.parametrize("door", DOORS)
def test_a_password_alone_opens_no_door(staff, door):
    """Not even a door that a library brings along."""
    staff.set_password(PASSWORD)
    staff.save()
    EmailAddress.objects.create(user=staff, email=staff.email, verified=True, primary=True)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = Client(raise_request_exception=False)
    browser.post(door, {"username": staff.email, "login": staff.email, "email": staff.email, "password": PASSWORD})
    assert "_auth_user_id" not in browser.session
    assert browser.get("/admin/").status_code == 302


def test_staff_who_do_not_edit_are_refused_and_not_sent_round_in_circles(clerk):
    assert signed_in(clerk).get("/cms/").status_code == 403


def test_an_editor_who_is_no_staff_any_more_is_refused(db):
    editor = member_of("Editors")
    editor.is_staff = False
    editor.save()
    assert signed_in(editor).get("/cms/").status_code == 403
