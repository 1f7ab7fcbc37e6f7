"""Signing in with a code sent by mail: one path for addresses that we know and that we do not.

Nothing is looked up and no account is made before the code comes back, so the answer, its
time and its mail cannot tell whether somebody is known. The session holds the address and a
keyed hash of the code, the outbox only a sealed letter.
"""

import secrets
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, gettext

from apps.core import mail
from apps.core.ids import CROCKFORD, random_base32
from apps.people import selectors, services

SESSION_KEY = "people_sign_in"
CODE_LENGTH = 6  # 30 bits
CODE_AGE = 600  # seconds
RESEND_AFTER = 20  # seconds
TRIES = 5
_LOOK_ALIKE = str.maketrans("OIL", "011", " -\u2013\u2014.\u3000\u00a0")


class TooMany(Exception):
    """More codes were asked for than one address or one browser gets."""


@dataclass
class Pending:
    """A code that was sent and has not come back yet."""

    email: str
    digest: str
    salt: str
    sent_at: float
    next: str = ""
    password: str = ""  # hashed; chosen before the address was proven
    tries: int = 0

    @property
    def age(self) -> float:
        """Return how many seconds ago the code was sent."""
        return time.time() - self.sent_at

    @property
    def is_over(self) -> bool:
        """Tell whether a new code is needed."""
        return self.tries >= TRIES or self.age > CODE_AGE


def begin(request: HttpRequest, *, email: str, next_url: str = "", password_hash: str = "") -> None:
    """Send a code to an address and remember in this session that it was sent.

    The address is in its comparable form. A second submission right after the first sends
    nothing new, so that the code on its way stays good. Raises TooMany.
    """
    waiting = pending_of(request)
    if waiting and waiting.email == email and not waiting.is_over and waiting.age < RESEND_AFTER:
        _keep(request, replace(waiting, next=next_url, password=password_hash or waiting.password))
        return
    _limit(request, email)
    code = random_base32(CODE_LENGTH).upper()
    salt = secrets.token_hex(16)
    _keep(request, Pending(email, digest_of(code, salt, email), salt, time.time(), next_url, password_hash))
    mail.put_sealed("login_code", {"to": email, "code": code, "language": get_language()})


def pending_of(request: HttpRequest) -> Pending | None:
    """Return what this session waits for."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    return Pending(**kept) if kept else None


def check(request: HttpRequest, pending: Pending, typed: str) -> bool:
    """Tell whether the code is right; a wrong one costs a try.

    The try is counted in the shared cache as well, where parallel submissions of one
    session cannot overtake each other.
    """
    if pending.is_over or not consume(request, action="login_code_try", key=pending.salt):
        return False
    given = digest_of(clean_code(typed), pending.salt, pending.email)
    if constant_time_compare(given, pending.digest):
        return True
    pending.tries += 1
    _keep(request, pending)
    return False


def finish(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Sign in with a proven address; a second factor, where there is one, comes next."""
    request.session.pop(SESSION_KEY, None)
    user = selectors.account_of_address(pending.email)
    is_new = user is None
    if user is None:
        user = services.first_login(email=pending.email, language=get_language() or "", password_hash=pending.password)
    elif user.is_active:
        services.confirm_address(user=user, email=pending.email)
        if pending.password:
            messages.info(request, gettext("You had an account already. Its password has not changed."))
    record_authentication(request, user, method="code", email=pending.email)
    login = Login(user=user, email=pending.email, redirect_url=pending.next or None, signup=is_new)
    return perform_login(request, login)


def clean_code(typed: str) -> str:
    """Return a code as it was sent: spaces and dashes are dropped, O, I and L read as digits."""
    text = str(typed).upper().translate(_LOOK_ALIKE)
    return text if set(text.lower()) <= set(CROCKFORD) else ""


def digest_of(code: str, salt: str, email: str) -> str:
    """Return the keyed hash of a code, bound to its address."""
    return salted_hmac("people.sign_in", f"{salt}:{email}:{code}", algorithm="sha256").hexdigest()


def _limit(request: HttpRequest, email: str) -> None:
    """Count by destination and by browser; a whole venue may share one network address."""
    if request.session.session_key is None:
        request.session.create()
    allowed = consume(request, action="login_code_device", key=str(request.session.session_key))
    if not allowed or not consume(request, action="login_code_address", key=email):
        raise TooMany


def _keep(request: HttpRequest, pending: Pending) -> None:
    request.session[SESSION_KEY] = asdict(pending)
