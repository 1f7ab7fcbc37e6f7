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
        _sabotage()


def fail(message: object) -> None:
    """Raise, whatever the message says."""
    raise RuntimeError("poison")


def kill(message: object) -> None:
    """End the process as if it had run out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def _sabotage():
    from django.utils import timezone

    from apps.core import delivery, outbox
    from apps.core.models import Outbox

    def deliver(message_id):
        if not Outbox.objects.filter(pk=message_id, done_at=None).update(done_at=timezone.now()):
            return False
        message = Outbox.objects.get(pk=message_id)
        outbox.handler_of(message.topic)(message)
        return True

    delivery.deliver = deliver
