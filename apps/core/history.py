"""Writes the history lines; the only module that does."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from apps.core.actors import Actor
from apps.core.models import History
from apps.core.privacy import public_values

COLUMNS = (
    "at, verb, subject_type, subject_id, state_from, state_to, reason, "
    "actor_kind, actor_id, actor_label, fields, values"
)


def line(
    subject: Model,
    verb: str,
    *,
    by: Actor,
    reason: str = "",
    states: tuple[str, str] = ("", ""),
    changed: Iterable[str] = (),
) -> History:
    """Build one unsaved line, for callers that write many at once."""
    names = list(changed)
    return History(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        state_from=states[0],
        state_to=states[1],
        reason=reason[:500],
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        fields=names,
        values=public_values(subject, names),
    )


def write(subject: Model, verb: str, *, by: Actor, **more: Any) -> History:
    """Write one line about one row."""
    entry = line(subject, verb, by=by, **more)
    entry.save(force_insert=True)
    return entry


def write_many(lines: list[History]) -> None:
    """Write many lines in one statement."""
    History.objects.bulk_create(lines, batch_size=2000)


def of(subject: Model) -> QuerySet[History]:
    """Return the lines about one row, newest first."""
    return History.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-at", "-id")


def model_of(entry: History) -> type[Model] | None:
    """Return the model that a line speaks of, if it still exists."""
    app, name = entry.subject_type.split(".")
    kind = ContentType.objects.filter(app_label=app, model=name).first()
    return kind.model_class() if kind else None
