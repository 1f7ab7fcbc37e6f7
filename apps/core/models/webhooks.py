"""Calls to other people's servers when something happens here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import public_id
from apps.core.models.api import ApiToken
from apps.core.models.outbox import Outbox
from apps.core.privacy import tags


class Webhook(models.Model):
    """A subscription of one token's owner to named events."""

    PRIVACY = tags(technical="id public_id token url events is_active created_at", secret="secret")

    public_id = models.CharField(max_length=26, unique=True, default=public_id, editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, verbose_name=_("API token"))
    url = models.URLField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    secret = models.CharField(max_length=64, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class WebhookCall(models.Model):
    """One attempt to deliver one event to one subscriber."""

    PRIVACY = tags(technical="id webhook message at status error milliseconds")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    message = models.ForeignKey(Outbox, on_delete=models.CASCADE)
    at = models.DateTimeField(_("time"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)

    class Meta:
        verbose_name = _("webhook call")
        verbose_name_plural = _("webhook calls")
        indexes = [models.Index(fields=["webhook", "-at"], name="webhook_calls_recent")]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.status or self.error}"
