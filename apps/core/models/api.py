"""Tokens of programs and devices, and the answers kept for repeated calls."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags


class ApiToken(models.Model):
    """A program or a gate device. Only the hash of the token is kept.

    `bound_to` narrows a device token to one object, such as `gate:N1`.
    """

    PRIVACY = tags(technical="id name scopes bound_to created_at expires_at revoked_at", secret="digest")

    name = models.CharField(_("name"), max_length=80)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("scopes"))
    bound_to = models.CharField(_("bound to"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """One call with an Idempotency-Key, kept seven days, written with its effect.

    A row without `status` belongs to a call whose transaction is still open elsewhere, so
    nobody but that call ever sees it.
    """

    PRIVACY = tags(technical="id token key request_hash status created_at", personal="body")

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key"),
        ]

    def __str__(self) -> str:
        return self.key
