"""The one history of the house: who did what to which row, when and why."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags


class History(models.Model):
    """One append-only line. A trigger refuses UPDATE and DELETE.

    `values` holds new values only of fields tagged public or technical, so the line may
    outlive the personal data it speaks of.
    """

    PRIVACY = tags(
        technical="id at verb subject_type subject_id state_from state_to reason "
        "actor_kind actor_id actor_label fields values"
    )

    at = models.DateTimeField(_("time"), default=timezone.now)
    verb = models.CharField(_("action"), max_length=60)
    subject_type = models.CharField(_("kind"), max_length=60)
    subject_id = models.BigIntegerField()
    state_from = models.CharField(_("from"), max_length=30, blank=True)
    state_to = models.CharField(_("to"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    actor_kind = models.CharField(_("actor kind"), max_length=12)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_label = models.CharField(_("actor"), max_length=120, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    values = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("history line")
        verbose_name_plural = _("history")
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="history_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type} {self.subject_id}"
