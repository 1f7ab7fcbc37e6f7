"""The one mechanism for scarce things. Overselling is impossible in the database."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.models import Provenanced
from apps.core.privacy import tags
from apps.people.models import Organisation, Person


class Allotment(Provenanced):
    """So many places of one kind. Owners point here; `taken` is held plus confirmed.

    Only the conditional update in `services` writes `taken`.
    """

    PRIVACY = tags(public="name capacity taken has_waiting_list", technical="id code")

    code = models.CharField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    capacity = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    has_waiting_list = models.BooleanField(_("waiting list"), default=False)

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="never_oversold",
                violation_error_message=_("More places are taken than this capacity allows."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def free(self) -> int:
        """Return how many places are left, expired holds still counted as taken."""
        return self.capacity - self.taken


class Holder(models.Model):
    """Exactly one holder: a person or an organisation."""

    PRIVACY = tags(personal="person", public="organisation")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="%(class)s_has_one_holder",
            )
        ]


class Booking(Holder, Provenanced):
    """Places of one allotment for one holder, held until a moment or confirmed.

    Bookings made together share a `batch`, which their owner keeps; they are confirmed and
    released together.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")
        EXPIRED = "expired", _("expired")

    TRANSITIONS = {
        State.HELD: {State.CONFIRMED, State.RELEASED, State.EXPIRED},
        State.CONFIRMED: {State.RELEASED},
        State.RELEASED: set(),
        State.EXPIRED: set(),
    }
    LIVE = (State.HELD, State.CONFIRMED)

    PRIVACY = tags(technical="id allotment batch quantity state expires_at created_at")

    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("allotment")
    )
    batch = models.UUIDField(_("batch"), default=uuid.uuid4, db_index=True, editable=False)
    quantity = models.PositiveIntegerField(_("places"), default=1)
    state = models.CharField(_("state"), max_length=9, choices=State, editable=False)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta(Holder.Meta):
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            *Holder.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gte=1), name="booking_takes_a_place"),
            models.CheckConstraint(
                condition=Q(state="held", expires_at__isnull=False) | ~Q(state="held"),
                name="hold_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["allotment", "person"],
                condition=Q(state__in=("held", "confirmed"), person__isnull=False),
                name="one_live_booking_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="booking_holds"),
        ]

    def __str__(self) -> str:
        return f"{self.allotment_id} × {self.quantity} {self.state}"


class WaitingEntry(Holder, Provenanced):
    """A place in the queue for all allotments of one batch at once, first come first served.

    When places come free the first entries whose whole wish can be met are offered a hold
    under the same batch; a lapsed offer goes to the next.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        LAPSED = "lapsed", _("lapsed")
        LEFT = "left", pgettext_lazy("waiting list", "left")

    TRANSITIONS = {
        State.WAITING: {State.OFFERED, State.LEFT},
        State.OFFERED: {State.ACCEPTED, State.LAPSED, State.LEFT},
        State.ACCEPTED: set(),
        State.LAPSED: set(),
        State.LEFT: set(),
    }

    PRIVACY = tags(technical="id batch allotments quantity state offered_until created_at")

    batch = models.UUIDField(_("batch"), unique=True, default=uuid.uuid4, editable=False)
    allotments = models.ManyToManyField(Allotment, related_name="waiting", verbose_name=_("allotments"))
    quantity = models.PositiveIntegerField(_("places"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, editable=False)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta(Holder.Meta):
        verbose_name = _("waiting list entry")
        verbose_name_plural = _("waiting list")
        constraints = [
            *Holder.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False) | ~Q(state="offered"),
                name="offer_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="waiting_queue")]

    def __str__(self) -> str:
        return f"{self.batch} {self.state}"
