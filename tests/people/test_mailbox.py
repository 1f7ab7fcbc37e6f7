"""The demo's mailbox."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from apps.people.views import mailbox


@pytest.fixture
def folder(tmp_path, settings):
    """A folder with one letter, as the demo's mail backend writes it."""
    settings.DEBUG, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    letter = EmailMultiAlternatives(
        "Your code – 验证码", "K7QM2X\n<script>alert(1)</script>", "a@example.org", ["lin@example.org"]
    )
    letter.attach_alternative("<p>K7QM2X</p>", "text/html")
    letter.attach("ticket.pdf", b"%PDF", "application/pdf")
    EmailBackend(file_path=str(tmp_path)).send_messages([letter])
    return tmp_path


def test_letters_are_read_from_the_folder(folder):
    (file,) = mailbox.files()
    read = mailbox.read(file)
    assert (read["subject"], str(read["to"]), read["attachments"]) == (
        "Your code – 验证码",
        "lin@example.org",
        ["ticket.pdf"],
    )
    assert read["text"].splitlines()[0] == "K7QM2X"


def test_nothing_else_is_read(folder):
    (folder.parent / "secret.log").write_text("Subject: secret\n\nsecret")
    for name in ("../secret", "..", "secret", ""):
        with pytest.raises(Http404):
            mailbox.letter(RequestFactory().get("/"), name)


def test_there_is_no_mailbox_without_debug(folder, settings):
    settings.DEBUG = False
    assert mailbox.files() == []


def test_the_address_is_there_only_while_developing(client, db):
    assert client.get("/en/mailbox/").status_code == 404


@pytest.mark.django_db
def test_letters_are_listed_newest_first(folder, rf, monkeypatch):
    EmailBackend(file_path=str(folder)).send_messages(
        [EmailMultiAlternatives("Second", "x", "a@example.org", ["b@example.org"])]
    )
    first, second = sorted(mailbox.files(), key=lambda file: "Second" in file.read_text())
    import os

    os.utime(first, (1, 1))
    with translation.override("en"):
        assert [mailbox.read(file)["subject"] for file in mailbox.files()] == ["Second", "Your code – 验证码"]
