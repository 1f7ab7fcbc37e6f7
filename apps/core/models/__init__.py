"""Tables of the tool room; none has a foreign key outside itself."""

from apps.core.models.api import ApiToken, IdempotencyKey
from apps.core.models.base import Provenance, Provenanced, Translated
from apps.core.models.history import History
from apps.core.models.outbox import Outbox
from apps.core.models.site import ClockOffset, SlugRedirect, Stamp
from apps.core.models.webhooks import Webhook, WebhookCall

__all__ = [
    "ApiToken",
    "ClockOffset",
    "History",
    "IdempotencyKey",
    "Outbox",
    "Provenance",
    "Provenanced",
    "SlugRedirect",
    "Stamp",
    "Translated",
    "Webhook",
    "WebhookCall",
]
