"""Verbs over editions, gates and claims."""

from django.db import transaction

from apps.core import history, outbox, stamps
from apps.core.actors import Actor
from apps.editions.models import Edition, Gate, KeyFigure


@transaction.atomic
def make_current(*, edition: Edition, by: Actor) -> None:
    """Make an edition the one that lists show; the former one steps back first."""
    before = list(Edition.objects.select_for_update().filter(is_current=True).exclude(pk=edition.pk))
    Edition.objects.filter(is_current=True).exclude(pk=edition.pk).update(is_current=False)
    Edition.objects.filter(pk=edition.pk).update(is_current=True)
    edition.is_current = True
    history.write(edition, "edition.made_current", by=by, changed=["is_current"])
    for one in (*before, edition):
        outbox.changed(one)
    stamps.touch()


@transaction.atomic
def hold_crowd(*, gate: Gate, by: Actor, reason: str = "") -> None:
    """Let nobody in at a gate for now (reason `full`)."""
    _set_hold(gate, True, "gate.crowd_held", by, reason)


@transaction.atomic
def release_crowd(*, gate: Gate, by: Actor) -> None:
    """Let people in again."""
    _set_hold(gate, False, "gate.crowd_released", by, "")


@transaction.atomic
def show_claim(*, figure: KeyFigure, by: Actor) -> None:
    """Let pages show this claim for its metric; the one shown before steps back (INV-55)."""
    same = KeyFigure.objects.select_for_update().filter(edition=figure.edition_id, metric=figure.metric)
    for other in same.filter(is_displayed=True).exclude(pk=figure.pk):
        KeyFigure.objects.filter(pk=other.pk).update(is_displayed=False)
        outbox.changed(other)
    KeyFigure.objects.filter(pk=figure.pk).update(is_displayed=True)
    figure.is_displayed = True
    history.write(figure, "keyfigure.shown", by=by, changed=["is_displayed"])
    outbox.changed(figure)
    stamps.touch()


def _set_hold(gate: Gate, on: bool, verb: str, by: Actor, reason: str) -> None:
    Gate.objects.filter(pk=gate.pk).update(crowd_hold=on)
    gate.crowd_hold = on
    history.write(gate, verb, by=by, reason=reason, changed=["crowd_hold"])
    outbox.changed(gate)
    stamps.touch()
