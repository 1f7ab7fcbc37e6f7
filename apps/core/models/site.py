"""Small shared facts: page freshness, the demo clock, addresses that moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags


class Stamp(models.Model):
    """A number that rises whenever something shown on public pages changes."""

    PRIVACY = tags(technical="name version")

    name = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ClockOffset(models.Model):
    """How far business time is shifted from real time; at most one row."""

    PRIVACY = tags(technical="id shift")

    shift = models.DurationField(_("shift"))

    class Meta:
        verbose_name = _("demo clock")
        verbose_name_plural = _("demo clock")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_clock_offset")]

    def __str__(self) -> str:
        return str(self.shift)


class SlugRedirect(models.Model):
    """An old path that leads to a new one for good; written when a slug is renamed."""

    PRIVACY = tags(technical="id", public="old_path new_path")

    old_path = models.CharField(_("old path"), max_length=300, unique=True)
    new_path = models.CharField(_("new path"), max_length=300)

    class Meta:
        verbose_name = _("moved address")
        verbose_name_plural = _("moved addresses")
        constraints = [
            models.CheckConstraint(condition=~models.Q(old_path=models.F("new_path")), name="redirect_leads_elsewhere")
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
