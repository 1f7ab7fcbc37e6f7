"""Two topics whose delivery never works: one raises, one takes its process along."""

import os
import signal

from django.apps import AppConfig


class PoisonConfig(AppConfig):
    """Declares the handlers in every process of the fault tests."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        """Declare them."""
        from apps.core import outbox

        outbox.handler("fails")(fail)
        outbox.handler("kills")(kill)


def fail(message: object) -> None:
    """Raise, whatever the message says."""
    raise RuntimeError("poison")


def kill(message: object) -> None:
    """End the process as if it had run out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
