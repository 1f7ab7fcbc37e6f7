"""Gates at work: devices, their pairing, the ledger of scans, who is inside."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import ApiToken, Provenanced
from apps.core.privacy import tags
from apps.editions.models import Gate, Zone
from apps.registration.models.badges import Badge


class Device(Provenanced):
    """A paired phone or scanner; its token is its identity and ends with one click."""

    PRIVACY = tags(technical="id token gate label paired_at")

    token = models.OneToOneField(ApiToken, on_delete=models.PROTECT, related_name="device", verbose_name=_("API token"))
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="devices", verbose_name=_("gate"))
    label = models.CharField(_("label"), max_length=80)
    paired_at = models.DateTimeField(_("paired"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("gate device")
        verbose_name_plural = _("gate devices")

    def __str__(self) -> str:
        return self.label


class PairingCode(models.Model):
    """A code shown in the admin, good once and for ten minutes; only its hash is kept."""

    PRIVACY = tags(technical="id gate expires_at used_at created_by", secret="digest")

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, verbose_name=_("gate"))
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    created_by = models.CharField(max_length=60, editable=False)

    class Meta:
        verbose_name = _("pairing code")
        verbose_name_plural = _("pairing codes")

    def __str__(self) -> str:
        return f"{self.gate_id} {self.expires_at:%H:%M}"


class Direction(models.TextChoices):
    """Which way somebody walks."""

    IN = "in", _("in")
    OUT = "out", _("out")


class Result(models.TextChoices):
    """What the gate answers."""

    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("refused")


class Reason(models.TextChoices):
    """The one reason of a refusal (INV-16)."""

    UNKNOWN = "unknown", _("Ticket not known")
    REVOKED = "revoked", _("Ticket no longer valid")
    WRONG_DAY = "wrong_day", _("Not valid today")
    WRONG_ZONE = "wrong_zone", _("Not valid for this entrance")
    WINDOW = "window", _("Not valid at this hour")
    FULL = "full", _("Entry paused, area full")
    DUPLICATE = "duplicate", _("Already inside")
    UNPAID = "unpaid", _("Payment open")
    DOCUMENT = "document", _("Identity document needed")
    GUARDIAN = "guardian", _("Guardian needed")
    MANUAL_HOLD = "manual_hold", _("Please go to the service desk")


class Stay(Provenanced):
    """Somebody is inside a zone on a day: opened by a scan in, closed by a scan out.

    One open stay per badge, zone and day, so a second entry meets the first one; entering one
    zone does not end a stay elsewhere. A stay of an earlier day no longer counts.
    """

    PRIVACY = tags(technical="id badge zone day opened_at opened_gate closed_at")

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="stays", verbose_name=_("badge"))
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="stays", verbose_name=_("zone"))
    day = models.DateField(_("day"))
    opened_at = models.DateTimeField(_("entered"))
    opened_gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="+", verbose_name=_("gate"))
    closed_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints = [
            models.UniqueConstraint(fields=["badge", "zone", "day"], condition=Q(closed_at=None), name="one_open_stay"),
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.zone_id} {self.day}"


class Scan(Provenanced):
    """One scan, kept for good; a trigger refuses UPDATE and DELETE.

    `nonce` is the id that the device gave it (INV-13). `device_at` is the device's clock,
    `at` the business time that decided. `decided` is what an offline device had answered;
    `needs_review` marks a contradiction with the server's answer (INV-17).
    """

    Direction = Direction
    Result = Result
    Reason = Reason

    PRIVACY = tags(
        technical="id token nonce badge gate direction device_at at received_at result reason "
        "offline decided clock_is_off needs_review"
    )

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="scans", verbose_name=_("device"))
    nonce = models.CharField(max_length=64)
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, null=True, related_name="scans", verbose_name=_("badge"))
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="scans", verbose_name=_("gate"))
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    device_at = models.DateTimeField(_("time on the device"))
    at = models.DateTimeField(_("time"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    result = models.CharField(_("result"), max_length=8, choices=Result)
    reason = models.CharField(_("reason"), max_length=11, choices=Reason, blank=True)
    offline = models.BooleanField(_("decided offline"), default=False)
    decided = models.CharField(_("answer of the device"), max_length=8, choices=Result, blank=True)
    clock_is_off = models.BooleanField(_("device clock wrong"), default=False)
    needs_review = models.BooleanField(_("to review"), default=False)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(fields=["token", "nonce"], name="scan_once_per_device"),
            models.CheckConstraint(
                condition=Q(result="admitted", reason="") | (Q(result="refused") & ~Q(reason="")),
                name="refusal_has_one_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["gate", "-at"], name="scans_of_a_gate"),
            models.Index(fields=["badge", "-at"], name="scans_of_a_badge"),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.result} {self.at:%H:%M:%S}"
