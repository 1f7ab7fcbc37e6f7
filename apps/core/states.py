"""The one place where a state changes.

A model with states carries `State` (TextChoices) and `TRANSITIONS` ({from: {to, …}}).
`move()` is one statement: the conditional update and its history line.
"""

from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from apps.core import history
from apps.core.actors import Actor


class IllegalMove(Exception):
    """The transition table does not allow the move, or somebody else moved the row first."""


_MOVE = """
WITH moved AS (
    UPDATE {table} SET state = %s WHERE id = ANY(%s) AND state = %s RETURNING id
)
INSERT INTO core_history ({columns})
SELECT %s, %s, %s, moved.id, %s, %s, %s, %s, %s, %s, '{{}}', '{{}}' FROM moved
RETURNING subject_id
"""


def allowed(obj: Any, to: str) -> bool:
    """Tell whether the table allows a move from the object's present state."""
    return to in obj.TRANSITIONS.get(obj.state, ())


def move(obj: Any, to: str, *, by: Actor, reason: str = "", verb: str = "") -> Any:
    """Move one row to another state.

    Raises IllegalMove when the table forbids it or when the row has left `obj.state`
    meanwhile; then nothing has changed.
    """
    if not allowed(obj, to):
        raise IllegalMove(f"{obj} cannot go from {obj.state} to {to}.")
    moved = move_many(type(obj), [obj.pk], obj.state, to, by=by, reason=reason, verb=verb)
    if not moved:
        raise IllegalMove(f"{obj} is no longer {obj.state}.")
    obj.state = to
    return obj


def move_many(
    model: type[models.Model],
    ids: list[int],
    start: str,
    to: str,
    *,
    by: Actor,
    reason: str = "",
    verb: str = "",
) -> list[int]:
    """Move the rows that are still in `start`; return their ids."""
    if to not in model.TRANSITIONS.get(start, ()):
        raise IllegalMove(f"{model.__name__} cannot go from {start} to {to}.")
    sql = _MOVE.format(table=connection.ops.quote_name(model._meta.db_table), columns=history.COLUMNS)
    label = model._meta.label_lower
    name = verb or f"{model._meta.model_name}.{to}"
    values = [timezone.now(), name, label, start, to, reason[:500], by.kind, by.id, by.label]
    with connection.cursor() as cursor:
        cursor.execute(sql, [to, ids, start, *values])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def enter(obj: Any, path: list[str], *, by: Actor, reason: str = "") -> Any:
    """Save a new row at the last state of a legal path, with one line naming the path."""
    line = enter_line(obj, path)
    obj.save(force_insert=True)
    history.write(obj, line, by=by, reason=reason or " → ".join(path), states=("", obj.state))
    return obj


def enter_line(obj: Any, path: list[str]) -> str:
    """Check a path of states, set the last one on the unsaved row, return the verb."""
    for start, to in zip(path, path[1:], strict=False):
        if to not in obj.TRANSITIONS.get(start, ()):
            raise IllegalMove(f"{type(obj).__name__} cannot go from {start} to {to}.")
    obj.state = path[-1]
    return f"{obj._meta.model_name}.created"
