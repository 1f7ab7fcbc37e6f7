"""Letters: deterministic ids, sealed values, words that are neither header nor link (B6)."""

import pytest
from django.core import mail as outgoing
from django.utils.translation import gettext_lazy as _

from apps.core import delivery, mail, outbox
from apps.core.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(monkeypatch):
    """A registry of its own, so that a test may name its letters."""
    registry = mail.sockets.Registry("mails")
    monkeypatch.setattr(mail, "mails", registry)
    return registry


def test_a_letter_is_built_at_delivery_and_sent_once(letters):
    letters.register("hello", lambda payload: mail.Mail("lin@example.org", f"Hello {payload['n']}", "text"))
    message = outbox.put("mail", "hello", {"n": 1})
    assert [delivery.deliver(message.pk), delivery.deliver(message.pk)] == [True, False]
    (letter,) = outgoing.outbox
    assert (letter.subject, letter.to, letter.body) == ("Hello 1", ["lin@example.org"], "text")
    assert letter.extra_headers["Message-ID"] == f"<{message.uid}@waic.example>"


def test_nothing_to_say_sends_nothing_and_is_done(letters):
    letters.register("hello", lambda payload: None)
    message = outbox.put("mail", "hello", {})
    assert delivery.deliver(message.pk)
    assert outgoing.outbox == []


def test_a_letter_that_nobody_knows_stays_in_the_outbox(letters):
    message = outbox.put("mail", "unknown", {})
    assert not delivery.deliver(message.pk)
    assert Outbox.objects.get().done_at is None


def test_a_subject_is_one_line(letters):
    letters.register("hello", lambda payload: mail.Mail("lin@example.org", "Hello\r\nBcc: all@example.org\x00", "text"))
    delivery.deliver(outbox.put("mail", "hello", {}).pk)
    assert outgoing.outbox[0].subject == "Hello Bcc: all@example.org"
    assert outgoing.outbox[0].bcc == []


def test_an_address_with_a_line_break_is_refused(letters):
    letters.register("hello", lambda payload: mail.Mail("lin@example.org\nBcc: all@example.org", "Hello", "text"))
    message = outbox.put("mail", "hello", {})
    assert not delivery.deliver(message.pk)
    assert outgoing.outbox == []


def test_letters_come_in_the_readers_language():
    letter = mail.compose(
        "login_code", to="lin@example.org", language="de", subject=_("Name"), context={"code": "ABC123", "minutes": 10}
    )
    assert '<html lang="de">' in letter.html
    assert "ABC123" in letter.text


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example/x",
        "www.evil.example",
        "evil.example",
        "Anna evil.example/login",
        "a@evil.example",
        "mailto:a@b.example",
    ],
)
def test_typed_words_are_no_links(typed):
    words = mail.plain(typed)
    assert words.replace("\u2060", "") == typed
    for link in ("://", "evil.example", "www.", "@evil", "mailto:a"):
        assert link not in words


@pytest.mark.parametrize(
    "typed", ["Dr. Anna Müller", "林悦", "J. R. R. Tolkien", "{{ settings.SECRET_KEY }}", "%(code)s"]
)
def test_other_words_stay_as_they_are(typed):
    assert mail.plain(typed).replace("\u2060", "") == typed


def test_words_are_data_not_templates():
    letter = mail.compose(
        "login_code",
        to="lin@example.org",
        language="en",
        subject="Hello %(name)s",
        context={"code": "<b>1</b>", "minutes": 1},
        words={"name": "{{ code }} %(code)s\r\nBcc: x"},
    )
    assert letter.subject == "Hello {{ code }} %(code)s Bcc: x"
    assert "&lt;b&gt;1&lt;/b&gt;" in letter.html
    assert "<b>1</b>" in letter.text


def test_a_sealed_value_opens_with_the_key_and_in_time_only(settings):
    sealed = mail.seal({"code": "ABC123"})
    assert "ABC123" not in sealed
    assert mail.unseal(sealed, 60) == {"code": "ABC123"}
    assert mail.unseal(sealed, -1) is None
    assert mail.unseal(sealed[:-2], 60) is None
    assert mail.unseal("", 60) is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert mail.unseal(sealed, 60) == {"code": "ABC123"}
    settings.SECRET_KEY_FALLBACKS = []
    assert mail.unseal(sealed, 60) is None


def test_a_sealed_letter_leaves_nothing_behind(letters):
    letters.register(
        "hello", lambda payload: mail.Mail("lin@example.org", mail.unseal(payload["box"], 60)["code"], "text")
    )
    message = mail.put_sealed("hello", {"code": "ABC123"})
    delivery.deliver(message.pk)
    assert outgoing.outbox[0].subject == "ABC123"
    assert Outbox.objects.get().payload == {"box": ""}
