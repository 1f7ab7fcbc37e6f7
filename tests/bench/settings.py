"""Production settings with the trivial view and a count of statements in each answer."""

from waic.settings.production import *  # noqa: F403
from waic.settings.production import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.statements", *MIDDLEWARE]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Nothing is collected here: the pages' addresses of scripts and styles are not called.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The exports are asked for by a member of staff who has no second factor.
SECOND_FACTOR_FOR_STAFF = False
TICKET_KEYS = "1:" + "11" * 32
