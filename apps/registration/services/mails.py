"""Sending a registration's mail once more."""

from django.db import transaction

from apps.core import history, outbox
from apps.core.actors import Actor
from apps.registration.models import Registration
from apps.registration.services.register import news_of


@transaction.atomic
def resend(*, registration: Registration, by: Actor) -> None:
    """Send the mail of the present state again, without the event."""
    outbox.put_many(message for message in news_of(registration) if message.topic == "mail")
    history.write(registration, "registration.mail_resent", by=by)
