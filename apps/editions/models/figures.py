"""Figures as they were claimed, with the words they carry, and the sources they come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import Provenance, Provenanced, Translated
from apps.core.privacy import tags


class Source(Provenanced):
    """Where a statement comes from: an article, a press report, a law."""

    PRIVACY = tags(public="slug title publisher url licence published_on note", technical="id")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title


class Sourced(Provenanced):
    """A row whose statement needs a source unless it was made up or entered here."""

    PRIVACY = tags(public="source")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(provenance__in=(Provenance.GENERATED, Provenance.ENTERED)),
                name="%(app_label)s_%(class)s_sourced",
                violation_error_message=_("A fact needs its source."),
            )
        ]


class KeyFigure(Sourced, Translated):
    """One claimed figure. The qualifier is never dropped (INV-55).

    Without an edition the figure is cumulative over all years. Claims that disagree stand
    side by side; `is_displayed` marks the one that pages show for a metric.
    """

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")
        NEARLY = "nearly", _("nearly")
        AT_LEAST = "at_least", _("at least")
        ORDER = "order", _("in the order of")

    PRIVACY = tags(
        public="slug edition metric label value value_text unit qualifier claimant as_of is_displayed note position",
        technical="id",
    )

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    edition = models.ForeignKey(
        "editions.Edition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("edition"),
        help_text=_("Empty for a figure over several editions."),
    )
    metric = models.SlugField(
        _("metric"), max_length=60, help_text=_("The same word for the same measure in every edition.")
    )
    label = models.CharField(_("label"), max_length=120)
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    value_text = models.CharField(
        _("value in words"), max_length=120, blank=True, help_text=_("For figures that the source gives only in words.")
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    claimant = models.CharField(_("claimed by"), max_length=120, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    is_displayed = models.BooleanField(_("shown on pages"), default=True)
    note = models.CharField(_("definition or note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "metric"],
                condition=Q(is_displayed=True),
                nulls_distinct=False,
                name="one_displayed_claim_per_metric",
                violation_error_message=_("Another claim for this metric is already shown."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(value_text=""),
                name="figure_has_a_value",
                violation_error_message=_("Give a number or a value in words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_qualifier_display()} {self.value_text or self.value} {self.label}"
