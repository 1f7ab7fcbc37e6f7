"""Production settings: clean, and refused with one sentence where they are not (security catalogue H2, H5)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "waic.settings.production",
    "SECRET_KEY": "k7Qv-2mZx9_TfLpR4sWcY8uBn3dHjG6eAo1iK5tXqVzMyC0wPb",
    "ALLOWED_HOSTS": "expo.example",
    "SITE_ADDRESS": "https://expo.example",
    "DATABASE_URL": "postgresql://waic:secret@db.example/waic",
}
SHOW = """
import json, django
django.setup()
from django.conf import settings
names = json.loads(%r)
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""


def run(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a production environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *command],
        cwd=ROOT, env={**kept, **GOOD, **changes}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_deployment_check_has_nothing_to_say():
    done = run("manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Environment variable SECRET_KEY: production needs one of at least 50 random characters."),
        (
            "SECRET_KEY",
            "short",
            "Environment variable SECRET_KEY: production needs one of at least 50 random characters.",
        ),
        (
            "SECRET_KEY",
            "a" * 60,
            "Environment variable SECRET_KEY: production needs one of at least 50 random characters.",
        ),
        ("ALLOWED_HOSTS", "", "Environment variable ALLOWED_HOSTS: name the hosts, separated by commas."),
        ("ALLOWED_HOSTS", "*", "Environment variable ALLOWED_HOSTS: name the hosts, separated by commas."),
        ("ALLOWED_HOSTS", "expo.example,*", "Environment variable ALLOWED_HOSTS: name the hosts, separated by commas."),
        ("DEBUG", "1", "Environment variable DEBUG: it must be off in production."),
        ("DEBUG", "maybe", "Environment variable DEBUG: 'maybe' is neither yes nor no; write 1 or 0."),
        ("HSTS_SECONDS", "long", "Environment variable HSTS_SECONDS: 'long' is not a whole number."),
        ("PROXIES", "-1", "Environment variable PROXIES: -1 is below 0."),
        ("DATABASE_URL", "mysql://x/y", None),
        ("EMAIL_URL", "gopher://x", None),
        ("REDIS_URL", "http://x", None),
    ],
)
def test_an_unsafe_value_stops_the_start_with_one_sentence(name, value, sentence):
    done = run("manage.py", "check", **{name: value})
    said = done.stderr.strip()
    assert done.returncode != 0
    assert said == sentence or (sentence is None and re.fullmatch(rf"Environment variable {name}: [^\n]+\.", said))
    assert GOOD["SECRET_KEY"] not in said


def test_cookies_transport_and_queues_are_strict():
    names = [
        "DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "X_FRAME_OPTIONS",
        "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_REFERRER_POLICY", "USE_X_FORWARDED_HOST", "SECOND_FACTOR_FOR_STAFF",
        "EGRESS_ALLOW_LOOPBACK", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "SILENCED_SYSTEM_CHECKS",
        "CELERY_TASK_SERIALIZER", "CELERY_ACCEPT_CONTENT", "CELERY_TASK_IGNORE_RESULT", "PROXIES",
    ]  # fmt: skip
    done = run("-c", SHOW % json.dumps(names))
    assert json.loads(done.stdout) == {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "USE_X_FORWARDED_HOST": False,
        "SECOND_FACTOR_FOR_STAFF": True,
        "EGRESS_ALLOW_LOOPBACK": False,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": None,
        "SILENCED_SYSTEM_CHECKS": [],
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_IGNORE_RESULT": True,
        "PROXIES": 0,
    }
