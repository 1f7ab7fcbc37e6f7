"""An edition: one year of the conference, never hard-coded anywhere else."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import Translated
from apps.core.privacy import tags
from apps.editions.models.figures import Sourced


class Edition(Sourced, Translated):
    """One edition. Conference and exhibition dates differ, so there are two periods."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("hybrid")

    PRIVACY = tags(
        public="year ordinal name theme summary mode conference exhibition is_current programme_formula topics venues",
        technical="id",
    )

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), unique=True)
    name = models.CharField(_("official name at the time"), max_length=200)
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode)
    conference = DateRangeField(_("conference dates"), help_text=_("First day to last day; the end is exclusive."))
    exhibition = DateRangeField(_("exhibition dates"), null=True, blank=True)
    programme_formula = models.CharField(
        _("programme formula"), max_length=60, blank=True, help_text=_("As used that year, such as 1+1+2+10+N.")
    )
    is_current = models.BooleanField(_("current edition"), default=False)
    topics = models.ManyToManyField(
        "editions.Topic", blank=True, related_name="editions", verbose_name=_("focus topics")
    )
    venues = models.ManyToManyField("editions.Venue", blank=True, related_name="editions", verbose_name=_("venues"))

    class Meta(Sourced.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="one_current_edition",
                violation_error_message=_("Another edition is already the current one."),
            ),
            models.CheckConstraint(condition=Q(conference__isempty=False), name="conference_has_days"),
            ExclusionConstraint(
                name="conferences_do_not_overlap",
                expressions=[("conference", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"WAIC {self.year}"

    def get_absolute_url(self) -> str:
        """Return the page of this edition in the active language."""
        from django.urls import reverse

        return reverse("records:edition", args=[self.year])


class ProgrammeBlock(Sourced, Translated):
    """A part of the programme of one edition; the parts change from year to year."""

    PRIVACY = tags(public="edition slug name text position", technical="id")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("edition"))
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("programme block")
        verbose_name_plural = _("programme blocks")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "slug"], name="block_once_per_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.name}"
