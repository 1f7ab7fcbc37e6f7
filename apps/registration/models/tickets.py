"""What can be had: ticket types, their days with quota, and where they give access."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.bookings.models import Allotment
from apps.core.models import Provenanced, Translated
from apps.core.privacy import tags
from apps.editions.models import Edition, Zone


class TicketType(Provenanced, Translated):
    """A kind of ticket of one edition, with its price, sale window and questions."""

    PRIVACY = tags(
        public="edition slug name text price currency sale_opens sale_closes needs_document "
        "picks_days is_public hue position",
        technical="id",
    )

    class Hue(models.TextChoices):
        CORE = "core", _("blue")
        INDUSTRY = "industry", _("green")
        TERMINALS = "terminals", _("orange")
        CONNECTION = "connection", _("purple")

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="ticket_types", verbose_name=_("edition")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    price = models.BigIntegerField(_("price (minor units)"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    sale_opens = models.DateTimeField(_("on sale from"))
    sale_closes = models.DateTimeField(_("on sale until"))
    needs_document = models.BooleanField(_("asks for an identity document"), default=False)
    picks_days = models.BooleanField(
        _("visitor chooses the days"), default=False, help_text=_("Off: the ticket is for all its days.")
    )
    is_public = models.BooleanField(_("offered on the site"), default=True)
    hue = models.CharField(_("colour"), max_length=10, choices=Hue, default=Hue.CORE)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="ticket_type_once_per_edition"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(sale_closes__gt=F("sale_opens")),
                name="sale_closes_after_opening",
                violation_error_message=_("The sale must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TicketDay(Provenanced):
    """One day of a ticket type with its quota (INV-04)."""

    PRIVACY = tags(public="ticket_type day allotment", technical="id")

    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.CASCADE, related_name="ticket_days", verbose_name=_("ticket type")
    )
    day = models.DateField(_("day"))
    allotment = models.OneToOneField(
        Allotment, on_delete=models.PROTECT, related_name="ticket_day", verbose_name=_("quota")
    )

    class Meta:
        verbose_name = _("ticket day")
        verbose_name_plural = _("ticket days")
        constraints = [
            models.UniqueConstraint(fields=["ticket_type", "day"], name="one_quota_per_ticket_day"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_type_id} {self.day}"


class AccessRule(Provenanced):
    """Access = ticket type × zone × hours of the day (INV-09); no rule means no."""

    PRIVACY = tags(public="ticket_type zone opens closes", technical="id")

    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.CASCADE, related_name="access_rules", verbose_name=_("ticket type")
    )
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="access_rules", verbose_name=_("zone"))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("access rule")
        verbose_name_plural = _("access rules")
        constraints = [
            models.UniqueConstraint(fields=["ticket_type", "zone"], name="one_rule_per_ticket_and_zone"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="access_ends_after_start",
                violation_error_message=_("Access must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_type_id} → {self.zone_id}"
