"""What the tests about people share: a browser, and the letters that arrived."""

import re
from typing import Any

import pytest
from django.core import mail as outgoing
from django.test import Client

from apps.core import delivery
from apps.core.models import Outbox

LOGIN = "/en/accounts/login/"
CONFIRM = "/en/accounts/login/code/confirm/"


def deliver_all() -> list[Any]:
    """Do the relay's work; return the letters sent by it."""
    before = len(outgoing.outbox)
    for message_id in delivery.take_open():
        delivery.deliver(message_id)
    return outgoing.outbox[before:]


def code_in(letter: Any) -> str:
    """Return the code that a letter carries."""
    return re.search(r"^ {4}([0-9A-Z]{6})$", letter.body, re.MULTILINE)[1]


def ask_for_code(browser: Client, email: str, **more: Any) -> str:
    """Type an address into the sign-in page and return the code that arrives."""
    answer = browser.post(LOGIN, {"email": email, **more})
    assert (answer.status_code, answer.headers["Location"]) == (302, CONFIRM)
    (letter,) = deliver_all()
    return code_in(letter)


def sign_in(browser: Client, email: str, **more: Any) -> Any:
    """Sign in with a code; return the answer to the code."""
    return browser.post(CONFIRM, {"code": ask_for_code(browser, email, **more)})


@pytest.fixture
def browser(db: Any) -> Client:
    """A browser in which nobody has signed in."""
    return Client()


@pytest.fixture
def no_letters(db: Any) -> None:
    """Start with an empty outbox."""
    Outbox.objects.all().delete()
