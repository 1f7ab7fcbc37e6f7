"""Places: venue → hall → zone → room and gate, opening days, and the way between venues."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import Provenanced, Translated
from apps.core.privacy import tags
from apps.editions.models.figures import Sourced


class Venue(Sourced, Translated):
    """A venue with address and the way there."""

    PRIVACY = tags(
        public="slug name short_name address district transport latitude longitude is_bookable position",
        technical="id",
    )

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    transport = models.TextField(_("getting there"), blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    is_bookable = models.BooleanField(
        _("holds events"), default=True, help_text=_("Off for a place that is only a travel point, such as a hotel.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name


class VenueDay(Provenanced):
    """Opening hours of a venue on one local date."""

    PRIVACY = tags(public="venue edition day opens closes", technical="id")

    edition = models.ForeignKey(
        "editions.Edition", on_delete=models.CASCADE, related_name="venue_days", verbose_name=_("edition")
    )
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="days", verbose_name=_("venue"))
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening day")
        verbose_name_plural = _("opening days")
        constraints = [
            models.UniqueConstraint(fields=["venue", "day"], name="hours_once_per_venue_day"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="venue_closes_after_opening",
                violation_error_message=_("The venue must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.day}"


class Hall(Sourced, Translated):
    """A hall with its gross area and the number of people the police have approved."""

    PRIVACY = tags(public="code venue name gross_sqm approved_capacity amber red position", technical="id")

    code = models.CharField(_("code"), max_length=10, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="halls", verbose_name=_("venue"))
    name = models.CharField(_("name"), max_length=120)
    gross_sqm = models.PositiveIntegerField(_("gross area (m²)"))
    approved_capacity = models.PositiveIntegerField(_("approved capacity"))
    amber = models.PositiveIntegerField(_("amber from"), help_text=_("People inside from which staff are warned."))
    red = models.PositiveIntegerField(_("red from"), help_text=_("People inside from which public entry stops."))
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amber__lte=F("red")) & Q(red__lte=F("approved_capacity")),
                name="hall_limits_in_order",
                violation_error_message=_("Amber, red and approved capacity must rise in this order."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Zone(Provenanced, Translated):
    """An area that tickets give access to: a venue's public floor, one hall, one room."""

    PRIVACY = tags(public="code venue hall name zone_class", technical="id")

    code = models.CharField(_("code"), max_length=20, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="zones", verbose_name=_("venue"))
    hall = models.ForeignKey(
        Hall, on_delete=models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("hall")
    )
    name = models.CharField(_("name"), max_length=120)
    zone_class = models.SlugField(_("zone class"), max_length=30, default="public")

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Room(Sourced, Translated):
    """A room with seats; several lanes where it may hold parallel items."""

    PRIVACY = tags(public="code venue hall name seats lanes position", technical="id")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("venue"))
    hall = models.ForeignKey(
        Hall, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms", verbose_name=_("hall")
    )
    name = models.CharField(_("name"), max_length=120)
    seats = models.PositiveIntegerField(_("seats"))
    lanes = models.PositiveSmallIntegerField(_("parallel lanes"), default=1)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(lanes__gte=1), name="room_has_a_lane"),
        ]

    def __str__(self) -> str:
        return self.name


class Gate(Provenanced, Translated):
    """An entrance to a zone. While `crowd_hold` is on, it admits nobody (reason `full`)."""

    PRIVACY = tags(public="code zone name lanes crowd_hold is_open", technical="id")

    code = models.CharField(_("code"), max_length=20, unique=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="gates", verbose_name=_("zone"))
    name = models.CharField(_("name"), max_length=120)
    lanes = models.PositiveSmallIntegerField(_("lanes"), default=1)
    crowd_hold = models.BooleanField(_("crowd hold"), default=False)
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TravelTime(Sourced):
    """Minutes to plan between two venues, in both directions; 15 within one venue."""

    PRIVACY = tags(public="start end minutes", technical="id")

    start = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_out", verbose_name=_("from"))
    end = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_in", verbose_name=_("to"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta(Sourced.Meta):
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["start", "end"], name="one_travel_time_per_way"),
        ]

    def __str__(self) -> str:
        return f"{self.start_id} → {self.end_id}: {self.minutes}"
