"""What happened at an edition, and what its sources say about it, each with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.models import Translated
from apps.core.privacy import tags
from apps.editions.models import Edition, Sourced
from apps.people.models import Organisation, Person


class Milestone(Sourced, Translated):
    """One moment of an edition that its record keeps."""

    PRIVACY = tags(public="edition slug title text happened_on people organisations position", technical="id")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("edition"))
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    people = models.ManyToManyField(Person, blank=True, related_name="milestones", verbose_name=_("people"))
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="milestones", verbose_name=_("organisations")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title


class Statement(Sourced, Translated):
    """What one source says about dates, theme, mode, places or structure of an edition.

    Sources differ; the edition row holds one reading, these rows hold them side by side.
    """

    class About(models.TextChoices):
        DATES = "dates", _("dates")
        THEME = "theme", _("theme")
        MODE = "mode", _("mode")
        PLACES = "places", pgettext_lazy("venues", "places")
        STRUCTURE = "structure", _("structure of the programme")

    PRIVACY = tags(public="edition slug about text position", technical="id")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="statements", verbose_name=_("edition"))
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    about = models.CharField(pgettext_lazy("subject", "about"), max_length=9, choices=About)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of sources")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.about}"
