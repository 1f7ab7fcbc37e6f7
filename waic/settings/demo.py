"""`make run`: DEBUG on unless said otherwise, everything under `var/`."""

import secrets

from waic.env import env_bool, env_str
from waic.settings.base import *  # noqa: F403
from waic.settings.base import ALLOWED_HOSTS, VAR

DEBUG = env_bool("DEBUG", True)
DEMO = env_str("DEMO", "real")
EGRESS_ALLOW_LOOPBACK = DEBUG


def _kept_secret() -> str:
    """Return this checkout's own secret key, made at the first start."""
    file = VAR / "secret_key"
    if not file.exists():
        VAR.mkdir(exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = env_str("SECRET_KEY", "") or _kept_secret()
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_FOR_STAFF = not DEBUG
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W018"]
