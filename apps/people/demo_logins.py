"""The demo's three accounts. Their passwords are random, made at the first load, kept under `var/`
for the table that the demo prints, and exist only with DEBUG on or DEMO set."""

import json
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction

from apps.core.models import Provenance
from apps.people import services
from apps.people.models import ContactPoint, Person, User

PASSWORD_BYTES = 12


class Login(NamedTuple):
    """One demo account and what it shows."""

    role: str
    email: str
    place: str
    is_staff: bool = False
    is_superuser: bool = False
    groups: tuple[str, ...] = ()
    name: str = ""


LOGINS = (
    Login("staff", "staff@waic.example", "/admin/", is_staff=True, is_superuser=True),
    Login("editor", "editor@waic.example", "/cms/", is_staff=True, groups=("Editors", "Moderators")),
    Login("visitor", "visitor@waic.example", "/en/me/", name="Sample Visitor"),
)


def allowed() -> bool:
    """Tell whether this installation may have accounts whose passwords are printed."""
    return bool(settings.DEBUG or settings.DEMO)


def path() -> Path:
    """Return where the passwords are kept."""
    return Path(settings.VAR) / "demo_logins.json"


def known() -> dict[str, str]:
    """Return the kept passwords by address."""
    return json.loads(path().read_text()) if path().exists() else {}


def table() -> list[tuple[str, str, str, str]]:
    """Return role, place, address and password of each account."""
    passwords = known() if allowed() else {}
    return [
        (login.role, login.place, login.email, passwords[login.email]) for login in LOGINS if login.email in passwords
    ]


@transaction.atomic
def make() -> None:
    """Make the accounts, or put them back as they were."""
    if not allowed():
        return
    passwords = known()
    for login in LOGINS:
        passwords.setdefault(login.email, secrets.token_urlsafe(PASSWORD_BYTES))
        _make_one(login, passwords[login.email])
    _keep(passwords)


@transaction.atomic
def remove() -> None:
    """Delete the accounts, their persons and the passwords."""
    emails = [login.email for login in LOGINS]
    User.objects.filter(email__in=emails).delete()
    Person.objects.filter(
        provenance=Provenance.GENERATED, contact_points__value__in=emails, contact_points__verified_at__isnull=False
    ).delete()
    path().unlink(missing_ok=True)


def _make_one(login: Login, password: str) -> None:
    user = User.objects.filter(email=login.email).first()
    if user is None:  # a slow hash is worked out once only
        user = services.first_login(email=login.email, language="en", password_hash=make_password(password))
    elif not check_password(password, user.password):
        user.password = make_password(password)
    user.is_staff, user.is_superuser = login.is_staff, login.is_superuser
    user.is_active = True
    if login.name and not user.person_id:
        user.person_id = _person(login)
    user.save()
    user.groups.set(Group.objects.filter(name__in=login.groups))


def _person(login: Login) -> int:
    point = ContactPoint.objects.filter(value=login.email, verified_at__isnull=False).first()
    if point:
        return point.person_id
    return services.create_person(
        name=login.name, email=login.email, verified=True, country="DE", provenance=Provenance.GENERATED
    )


def _keep(passwords: dict[str, str]) -> None:
    path().parent.mkdir(exist_ok=True)
    path().touch(mode=0o600)
    path().chmod(0o600)
    path().write_text(json.dumps(passwords, indent=1))
