"""Typed readers of environment variables.

An empty variable counts as unset. A bad value ends the start with one sentence
that names the variable and the reason; values are not repeated where they may
hold a password.
"""

import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}

# What libpq understands and an operator may sensibly put behind the question mark.
DATABASE_OPTIONS = {
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "host",
    "keepalives",
    "keepalives_idle",
    "passfile",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}

MAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "dummy": "django.core.mail.backends.dummy.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}
# scheme: (TLS from the first byte, STARTTLS, usual port)
SMTP_SCHEMES = {
    "smtp": (False, False, 25),
    "smtp+tls": (False, True, 587),
    "smtps": (True, False, 465),
}


class BadEnvironment(SystemExit):
    """Stops the process with a sentence instead of a traceback."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Environment variable {name}: {why}")


def raw(name: str) -> str | None:
    """The variable without surrounding blanks, or None when unset or empty."""
    return os.environ.get(name, "").strip() or None


def env_str(
    name: str,
    default: str | None = None,
    *,
    choices: Iterable[str] | None = None,
    required: bool = False,
) -> str | None:
    """A text, optionally one of `choices`."""
    value = raw(name)
    if value is None:
        if required:
            raise BadEnvironment(name, "it must be set.")
        return default
    if choices is not None and value not in (allowed := sorted(choices)):
        raise BadEnvironment(name, f"{value!r} is not one of {', '.join(allowed)}.")
    return value


def env_bool(name: str, default: bool = False) -> bool:
    """1, true, yes, on or 0, false, no, off, in any case."""
    value = raw(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise BadEnvironment(name, f"{value!r} is neither yes nor no; write 1 or 0.")


def env_int(name: str, default: int, *, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole number within bounds."""
    value = raw(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironment(name, f"{value!r} is not a whole number.") from None
    if minimum is not None and number < minimum:
        raise BadEnvironment(name, f"{number} is below {minimum}.")
    if maximum is not None and number > maximum:
        raise BadEnvironment(name, f"{number} is above {maximum}.")
    return number


def env_list(name: str, default: Iterable[str] = ()) -> list[str]:
    """Texts separated by commas; blanks round them and empty ones are dropped."""
    value = raw(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def split_url(name: str, schemes: Iterable[str], default: str | None = None) -> SplitResult | None:
    """The URL in its parts, with a scheme of the given ones and a usable port."""
    value = raw(name) or default
    if value is None:
        return None
    allowed = list(schemes)
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError as error:
        raise BadEnvironment(name, f"it is not a URL ({error}).") from None
    if url.scheme not in allowed:
        given = f"not {url.scheme}:" if url.scheme else "and it has no scheme"
        wanted = ", ".join(f"{scheme}:" for scheme in allowed)
        raise BadEnvironment(name, f"it must begin with one of {wanted} {given}.")
    return url


def url_options(name: str, url: SplitResult, allowed: Iterable[str]) -> dict[str, str]:
    """What stands behind the question mark; an unknown name is a mistake."""
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    for key in options:
        if key not in allowed:
            raise BadEnvironment(name, f"the option {key!r} is not known.")
    return options


def database_url(name: str = "DATABASE_URL") -> dict[str, Any] | None:
    """Django's settings of a PostgreSQL server, or None when unset."""
    url = split_url(name, ("postgresql", "postgres"))
    if url is None:
        return None
    database = unquote(url.path.lstrip("/"))
    if not database or "/" in database:
        raise BadEnvironment(name, "it must end in /<name of the database>.")
    options: dict[str, Any] = url_options(name, url, DATABASE_OPTIONS)
    host = options.pop("host", None) or unquote(url.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "OPTIONS": options,
    }


def redis_url(name: str = "REDIS_URL") -> str | None:
    """The address of a Redis or Valkey server, or None when unset."""
    url = split_url(name, ("redis", "rediss", "unix"))
    if url is None:
        return None
    if url.scheme != "unix" and not url.hostname:
        raise BadEnvironment(name, "it names no host.")
    return raw(name)


def email_url(name: str = "EMAIL_URL", default: str = "console:") -> dict[str, Any]:
    """Django's EMAIL_ settings: smtp://, smtp+tls://, smtps://, file:///folder, console:."""
    url = split_url(name, [*SMTP_SCHEMES, "console", "dummy", "file", "memory"], default)
    assert url is not None
    if url.scheme == "file":
        if not url.path.strip("/"):
            raise BadEnvironment(name, "file: needs the path of a folder.")
        return {"EMAIL_BACKEND": MAIL_BACKENDS["file"], "EMAIL_FILE_PATH": unquote(url.path)}
    if url.scheme not in SMTP_SCHEMES:
        return {"EMAIL_BACKEND": MAIL_BACKENDS[url.scheme]}
    return smtp_settings(name, url)


def smtp_settings(name: str, url: SplitResult) -> dict[str, Any]:
    """The EMAIL_ settings of an SMTP server."""
    if not url.hostname:
        raise BadEnvironment(name, "it names no host.")
    options = url_options(name, url, {"timeout"})
    timeout = options.get("timeout", "10")
    if not timeout.isdigit():
        raise BadEnvironment(name, f"the timeout {timeout!r} is not a number of seconds.")
    use_ssl, use_tls, port = SMTP_SCHEMES[url.scheme]
    return {
        "EMAIL_BACKEND": MAIL_BACKENDS["smtp"],
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or port,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": use_ssl,
        "EMAIL_USE_TLS": use_tls,
        "EMAIL_TIMEOUT": int(timeout),
    }
