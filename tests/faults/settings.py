"""Settings of the processes that the fault tests start and kill: all in a folder of their own."""

import os
from pathlib import Path

from waic.settings.base import *  # noqa: F403
from waic.settings.base import INSTALLED_APPS, REDIS_URL

HOME = Path(os.environ["WAIC_FAULTS_HOME"])
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.poison.PoisonConfig"]
MEDIA_ROOT = HOME / "media"
TICKET_KEYS = "1:" + "11" * 32

QUEUE = HOME / "queue"
if REDIS_URL:
    # A part of the server that can be emptied without touching anybody else's.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "global_keyprefix": f"{HOME.name}:"}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE),
        "data_folder_out": str(QUEUE),
        "control_folder": str(HOME / "control"),
        "processed_folder": str(HOME / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }

# Shorter than in the house, so that what a dead worker held is tried again while a test waits.
OUTBOX_HAND_AGAIN_AFTER = 4
OUTBOX_LEASE = 8
