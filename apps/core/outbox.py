"""Side effects as rows: put here in the caller's transaction, delivered by the relay."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from apps.core.models import Outbox

Handler = Callable[[Outbox], None]
_handlers: dict[str, Handler] = {}


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Declare who delivers the messages of a topic. A handler may run twice without harm."""

    def declare(function: Handler) -> Handler:
        _handlers[topic] = function
        return function

    return declare


def handler_of(topic: str) -> Handler:
    """Return the handler of a topic; KeyError where nobody has declared one."""
    return _handlers[topic]


def message(topic: str, name: str, payload: dict[str, Any], **more: Any) -> Outbox:
    """Build one unsaved message, for callers that write many at once."""
    return Outbox(topic=topic, name=name, payload=payload, **more)


def put(topic: str, name: str, payload: dict[str, Any], **more: Any) -> Outbox:
    """Write one message in the present transaction."""
    entry = message(topic, name, payload, **more)
    entry.save(force_insert=True)
    return entry


def put_many(messages: Iterable[Outbox]) -> None:
    """Write many messages in one statement; repeated dedupe keys are ignored."""
    Outbox.objects.bulk_create(messages, batch_size=2000, ignore_conflicts=True)


def changed(obj: Model) -> Outbox:
    """Tell the index and other readers that a row has changed or gone."""
    return put("index", obj._meta.label_lower, {"id": obj.pk})
