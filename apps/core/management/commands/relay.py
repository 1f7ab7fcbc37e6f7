"""Hands open outbox messages to the workers, for ever."""

import signal
import time

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from apps.core import delivery
from apps.core.tasks import deliver

BATCH = 20  # messages a task
PAUSE = 0.5  # seconds between looks at an empty outbox

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """The relay; several may run at once."""

    help = "Hands open outbox messages to the workers until stopped."

    def handle(self, *args: object, **options: object) -> None:
        """Loop until SIGTERM or SIGINT; wait out a database or broker that is away."""
        self.running = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while self.running:
            try:
                handed = self.hand_over()
            except OperationalError as error:
                log.warning("relay_waits", error=type(error).__name__)
                connection.close()
                handed = 0
            if not handed:
                time.sleep(PAUSE)

    def hand_over(self) -> int:
        """Send one round to the broker and return how many messages it held."""
        ids = delivery.take_open()
        for start in range(0, len(ids), BATCH):
            try:
                deliver.delay(ids[start : start + BATCH])
            except (deliver.OperationalError, OSError) as error:
                log.warning("broker_away", error=type(error).__name__)
                delivery.give_back(ids[start:])
                time.sleep(PAUSE)
                break
        return len(ids)

    def stop(self, *args: object) -> None:
        """End after the present round."""
        self.running = False
