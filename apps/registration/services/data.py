"""What the verbs of registration take and give."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.people.models import Person
from apps.registration.models import Badge, Registration

GUARDIAN_AGE = 14

SENTENCES = {
    "unknown_ticket_type": _("There is no such ticket. Choose one from the list."),
    "not_on_sale": _("This ticket is not on sale now."),
    "days": _("Choose at least one of the days of this ticket."),
    "sold_out": _("All places are taken for the days you chose. Try another day or ticket."),
    "guardian": _("Visitors under 14 are registered by a parent or guardian at the service desk."),
    "already_registered": _("There already is a registration for this e-mail address."),
    "cannot_cancel": _("This registration can no longer be cancelled."),
    "no_badge": _("This registration has no ticket to replace."),
    "offer_over": _("This offer has ended; the place went to the next in line."),
}
FIELDS = {
    "unknown_ticket_type": "ticket_type",
    "not_on_sale": "ticket_type",
    "sold_out": "ticket_type",
    "days": "days",
    "guardian": "birth_year",
    "already_registered": "email",
}


class Refused(Exception):
    """A verb said no; `code` is stable, `sentence` is for the person, `field` where to show it."""

    def __init__(self, code: str, registration: Registration | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.registration = registration

    @property
    def sentence(self) -> str:
        """Return the sentence in the active language."""
        return str(SENTENCES[self.code])

    @property
    def field(self) -> str:
        """Return the form field that the refusal is about, or an empty text."""
        return FIELDS.get(self.code, "")


@dataclass(frozen=True, slots=True)
class PersonData:
    """Cleaned data of the person to register; `email` in its comparable form.

    `person` is set when somebody registers who has signed in; then the address counts as
    verified and the other data only fill what is still empty.
    """

    name: str
    email: str
    country: str = ""
    language: str = "en"
    birth_year: int | None = None
    name_hans: str = ""
    name_latin: str = ""
    is_verified: bool = False
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a registration came to; `created` is False for one that was there already."""

    registration: Registration
    badge: Badge | None
    created: bool
