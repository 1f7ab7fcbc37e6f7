"""The ticket that a gate reads."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.models import Provenanced
from apps.core.privacy import tags
from apps.registration.models.registrations import Registration


class Badge(Provenanced):
    """One signed ticket code. The code itself is not stored: serial and key make it again.

    At most one is active per registration (INV-07); the serial is 128 random bits (INV-08).
    """

    PRIVACY = tags(technical="id registration key_id issued_at revoked_at", secret="serial")

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="badges", verbose_name=_("registration")
    )
    serial = models.BinaryField(max_length=16, unique=True, editable=False)
    key_id = models.PositiveSmallIntegerField(_("key"), editable=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.UniqueConstraint(fields=["registration"], condition=Q(revoked_at=None), name="one_active_badge"),
        ]
        indexes = [
            models.Index(fields=["revoked_at"], condition=Q(revoked_at__isnull=False), name="badge_revocations"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.issued_at:%Y-%m-%d}"
