"""Side effects wait here, written in the transaction that causes them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.privacy import tags


class Outbox(models.Model):
    """One message: a mail, an event for reactions, an index update, a webhook call.

    The payload holds ids and codes, never personal data. `handed_at` is when the relay gave
    it to the broker, `claimed_until` a lease of the process that is delivering it now.
    """

    PRIVACY = tags(
        technical="id uid topic name payload dedupe created_at due_at handed_at claimed_until "
        "attempts done_at parked_at last_error"
    )

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(pgettext_lazy("message", "topic"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    payload = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=120, null=True, unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    handed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("delivered"), null=True)
    parked_at = models.DateTimeField(_("parked"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_open",
                condition=Q(done_at=None, parked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.name} {self.uid}"
