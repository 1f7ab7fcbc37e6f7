"""Sentences that stop a production start with unsafe values."""

from waic.env import BadEnvironment


def refuse_unsafe(*, secret_key: str | None, allowed_hosts: list[str], debug: bool) -> None:
    """Raise BadEnvironment for the first value that production must not have."""
    if debug:
        raise BadEnvironment("DEBUG", "it must be off in production.")
    if not secret_key or len(secret_key) < 50 or len(set(secret_key)) < 5:
        raise BadEnvironment("SECRET_KEY", "production needs one of at least 50 random characters.")
    if not allowed_hosts or "*" in allowed_hosts:
        raise BadEnvironment("ALLOWED_HOSTS", "name the hosts, separated by commas.")
