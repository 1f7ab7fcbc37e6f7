"""Pairing gate devices and ending them."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from apps.core import history, tokens
from apps.core.actors import Actor
from apps.core.ids import human_code
from apps.editions.models import Gate
from apps.registration.models import Device, PairingCode

GOOD_FOR = dt.timedelta(minutes=10)


class CodeRefused(Exception):
    """The pairing code is unknown, used or too old; the three look the same."""


@transaction.atomic
def make_pairing_code(*, gate: Gate, by: Actor) -> tuple[PairingCode, str]:
    """Make a code that pairs one device with a gate; it is shown once."""
    code = human_code()
    made = PairingCode.objects.create(
        gate=gate, digest=_digest(code), expires_at=timezone.now() + GOOD_FOR, created_by=by.label
    )
    history.write(gate, "gate.pairing_offered", by=by)
    return made, code


@transaction.atomic
def pair(*, code: str, label: str) -> tuple[Device, str]:
    """Pair a device and return it with its token's secret. Raises CodeRefused."""
    now = timezone.now()
    offered = (
        PairingCode.objects.select_for_update(of=("self",))
        .select_related("gate")
        .filter(digest=_digest(code.strip().upper()), used_at=None, expires_at__gt=now)
        .first()
    )
    if offered is None:
        raise CodeRefused
    PairingCode.objects.filter(pk=offered.pk).update(used_at=now)
    name = label[:60] or "device"
    token, secret = tokens.issue(
        name=f"{offered.gate.code} {name}", scopes=["check-ins:write"], bound_to=f"gate:{offered.gate.code}"
    )
    device = Device.objects.create(token=token, gate=offered.gate, label=name)
    history.write(offered.gate, "gate.device_paired", by=Actor("token", str(token.pk), f"token {token.pk}"))
    return device, secret


@transaction.atomic
def revoke_device(*, device: Device, by: Actor) -> None:
    """End a device at once; its next call is refused."""
    tokens.revoke(device.token, by=by)
    history.write(device.gate, "gate.device_revoked", by=by)


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
