"""Environment variables are read with their type, or the start ends with a sentence."""

import pytest

from waic import env


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_a_switch_is_on_or_off(monkeypatch, text, value):
    monkeypatch.setenv("DEBUG", text)
    assert env.env_bool("DEBUG", not value) is value


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("DEBUG", "")
    monkeypatch.setenv("PORT", " ")
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    assert env.env_bool("DEBUG", True) is True
    assert env.env_int("PORT", 8000) == 8000
    assert env.env_list("ALLOWED_HOSTS", ["a"]) == ["a"]


def test_a_list_is_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,,")
    assert env.env_list("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (lambda: env.env_bool("X"), "maybe", "X: 'maybe' is neither yes nor no; write 1 or 0."),
        (lambda: env.env_int("X", 1), "ten", "X: 'ten' is not a whole number."),
        (lambda: env.env_int("X", 1, minimum=1), "0", "X: 0 is below 1."),
        (lambda: env.env_int("X", 1, maximum=65535), "70000", "X: 70000 is above 65535."),
        (lambda: env.env_str("X", choices=("b", "a")), "c", "X: 'c' is not one of a, b."),
        (lambda: env.env_str("X", required=True), "", "X: it must be set."),
        (
            lambda: env.database_url("X"),
            "mysql://u:secret@h/db",
            "X: it must begin with one of postgresql:, postgres: not mysql:.",
        ),
        (
            lambda: env.database_url("X"),
            "postgres://u:secret@h",
            "X: it must end in /<name of the database>.",
        ),
        (
            lambda: env.database_url("X"),
            "postgres://u@h/db?colour=red",
            "X: the option 'colour' is not known.",
        ),
        (lambda: env.redis_url("X"), "redis://", "X: it names no host."),
        (lambda: env.email_url("X"), "smtp://", "X: it names no host."),
        (
            lambda: env.email_url("X"),
            "smtp://h?timeout=soon",
            "X: the timeout 'soon' is not a number of seconds.",
        ),
        (lambda: env.email_url("X"), "file://", "X: file: needs the path of a folder."),
    ],
)
def test_a_bad_value_ends_the_start_with_a_sentence(monkeypatch, read, text, sentence):
    monkeypatch.setenv("X", text)
    with pytest.raises(SystemExit) as stop:
        read()
    assert str(stop.value) == f"Environment variable {sentence}"


@pytest.mark.parametrize("text", ["postgres://u:s3cret@h:port/db", "mysql://u:s3cret@h/db"])
def test_the_sentence_keeps_passwords_to_itself(monkeypatch, text):
    monkeypatch.setenv("DATABASE_URL", text)
    with pytest.raises(SystemExit) as stop:
        env.database_url()
    assert "s3cret" not in str(stop.value)


def test_a_database_url_gives_djangos_settings(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://w%40ic:p%2Fw@db.example:5433/waic?sslmode=require")
    assert env.database_url() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "waic",
        "USER": "w@ic",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_may_listen_on_a_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://waic@/waic?host=/run/postgresql")
    settings = env.database_url()
    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, False, True),
        ("smtps://mail.example:10465", 10465, True, False),
    ],
)
def test_a_mail_server(monkeypatch, url, port, ssl, tls):
    monkeypatch.setenv("EMAIL_URL", url)
    settings = env.email_url()
    assert settings["EMAIL_HOST"] == "mail.example"
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (
        port,
        ssl,
        tls,
    )


def test_mail_goes_to_the_default_when_nothing_is_said(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.email_url(default="file:///tmp/mail") == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": "/tmp/mail",
    }
