"""Tests: fast hashing, mail in memory, fixed keys, no network."""

import os

from waic.settings.base import *  # noqa: F403
from waic.settings.base import CACHES, REDIS_URL

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SECOND_FACTOR_FOR_STAFF = False
EGRESS_ALLOW_LOOPBACK = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Key 1 and 2 of the test suite; worthless anywhere else.
TICKET_KEYS = "1:" + "11" * 32 + ",2:" + "22" * 32

# Each worker of a parallel run has a Redis database of its own, which it may empty.
if REDIS_URL:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rsplit('/', 1)[0]}/{int(worker) + 1}"
