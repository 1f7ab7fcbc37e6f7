"""A person's registration for one edition (SM-1)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import human_code
from apps.core.models import Provenanced
from apps.core.privacy import tags
from apps.editions.models import Edition
from apps.people.models import Person
from apps.registration.models.tickets import TicketType


class State(models.TextChoices):
    """The states of SM-1."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    WAITLISTED = "waitlisted", _("on the waiting list")
    ID_CHECK = "id_check", _("identity check")
    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    CONFIRMED = "confirmed", _("confirmed")
    BADGE_ISSUED = "badge_issued", _("ticket issued")
    ATTENDED = "attended", _("attended")
    CLOSED = "closed", _("closed")
    REJECTED = "rejected", _("rejected")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    REFUNDED = "refunded", _("refunded")
    SUBSTITUTED = "substituted", _("handed to somebody else")


ENDED = (State.REJECTED, State.EXPIRED, State.CANCELLED, State.REFUNDED, State.SUBSTITUTED)
LIVE = tuple(state for state in State if state not in ENDED)


class Registration(Provenanced):
    """At most one live registration per person and edition (INV-02).

    `email_key` is the address given at registration in its comparable form; a second
    registration with it meets the first one even before anybody has verified it. `made_by`
    names the door it came through (`person`, `staff`, `token:7`, `import`).
    """

    State = State
    LIVE = LIVE
    TRANSITIONS = {
        State.DRAFT: {State.SUBMITTED, State.CANCELLED, State.EXPIRED},
        State.SUBMITTED: {
            State.ID_CHECK,
            State.AWAITING_PAYMENT,
            State.CONFIRMED,
            State.WAITLISTED,
            State.REJECTED,
            State.EXPIRED,
            State.CANCELLED,
        },
        State.WAITLISTED: {State.SUBMITTED, State.CANCELLED, State.EXPIRED},
        State.ID_CHECK: {State.AWAITING_PAYMENT, State.CONFIRMED, State.REJECTED, State.EXPIRED, State.CANCELLED},
        State.AWAITING_PAYMENT: {State.CONFIRMED, State.EXPIRED, State.CANCELLED},
        State.CONFIRMED: {State.BADGE_ISSUED, State.CANCELLED, State.SUBSTITUTED},
        State.BADGE_ISSUED: {State.ATTENDED, State.CANCELLED, State.SUBSTITUTED, State.CLOSED},
        State.ATTENDED: {State.CLOSED},
        State.CANCELLED: {State.REFUNDED},
        State.CLOSED: set(),
        State.REJECTED: set(),
        State.EXPIRED: set(),
        State.REFUNDED: set(),
        State.SUBSTITUTED: set(),
    }

    PRIVACY = tags(
        personal="person email_key interests language manual_hold",
        technical="id code edition ticket_type state days batch made_by hold_reason created_at",
    )

    code = models.CharField(_("code"), max_length=10, unique=True, default=human_code, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("edition")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("person"))
    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("ticket type")
    )
    state = models.CharField(_("state"), max_length=16, choices=State, editable=False)
    days = ArrayField(models.DateField(), verbose_name=_("days"))
    email_key = models.CharField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=7, default="en")
    interests = ArrayField(models.SlugField(max_length=60), default=list, blank=True, verbose_name=_("interests"))
    batch = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.CharField(_("made by"), max_length=40, editable=False)
    manual_hold = models.BooleanField(_("stopped at the gate"), default=False, editable=False)
    hold_reason = models.CharField(_("reason of the stop"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"], condition=Q(state__in=LIVE), name="one_live_registration_per_person"
            ),
            models.UniqueConstraint(
                fields=["edition", "email_key"], condition=Q(state__in=LIVE), name="one_live_registration_per_address"
            ),
            models.CheckConstraint(condition=Q(days__len__gte=1), name="registration_has_a_day"),
        ]
        indexes = [
            models.Index(fields=["edition", "ticket_type", "state"], name="registration_lists"),
            models.Index(fields=["email_key"], name="registration_address"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_live(self) -> bool:
        """Tell whether the registration still counts."""
        return self.state in LIVE
