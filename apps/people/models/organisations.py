"""Companies, universities, ministries, investors, hubs: one table."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import Translated
from apps.core.privacy import tags
from apps.editions.models import Edition, Sourced
from apps.people.models.people import Person


class Organisation(Sourced, Translated):
    """One organisation; `text` says no more than its source says."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")
        INSTITUTION = "institution", _("research institution")
        INTERNATIONAL = "international", _("international organisation")
        GOVERNMENT = "government", _("public authority")
        HUB = "hub", _("industry hub")
        MEDIA = "media", _("media")

    PRIVACY = tags(public="slug kind name text aliases country website editions position", technical="id")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("other names"))
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    website = models.URLField(_("website"), blank=True)
    editions = models.ManyToManyField(Edition, blank=True, related_name="organisations", verbose_name=_("took part in"))
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Affiliation(Sourced, Translated):
    """What a source says a person is or does, at an organisation or on their own."""

    PRIVACY = tags(public="person organisation role starts ends position", technical="id")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=160)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "organisation", "position"],
                nulls_distinct=False,
                name="affiliation_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=models.F("starts")),
                name="affiliation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
