"""What a visitor tells us: which ticket, and who comes."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.actors import Actor
from apps.core.templatetags.house import tr
from apps.editions.models import Topic
from apps.people import countries
from apps.people import selectors as people_selectors
from apps.people.models import Person, User
from apps.people.names import clean_birth_year, clean_name
from apps.registration.documents.badge import can_print
from apps.registration.selectors import DayPlaces, TicketOffer
from apps.registration.services import Outcome, PersonData, Refused
from apps.registration.services.enrol import Wishes, enrol

TERMS, NEWS = "registration-terms", "news"
TEXT_VERSION = "2025-07"
LONGEST_HANS = 60
OFTEN_CHOSEN = ("CN", "HK", "MO", "TW", "SG", "JP", "KR", "US", "GB", "DE", "FR")


@dataclass(frozen=True)
class Choice:
    """The ticket and days named in an address, judged against what is offered."""

    ticket: TicketOffer | None = None
    days: tuple[dt.date, ...] = ()
    named: str = ""
    error: str = ""
    offers: list[TicketOffer] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        """Tell whether the details may be asked."""
        return self.ticket is not None and not self.error

    @cached_property
    def query(self) -> str:
        """Return the choice as a query string."""
        made = QueryDict(mutable=True)
        if self.ticket:
            made["ticket"] = self.ticket.kind.slug
            made.setlist("day", [day.isoformat() for day in self.days] if self.ticket.kind.picks_days else [])
        return made.urlencode()

    @property
    def chosen_days(self) -> tuple[dt.date, ...]:
        """Return the days that the ticket will be good for."""
        return self.days if self.ticket and self.ticket.kind.picks_days else tuple(day.day for day in self.places)

    @property
    def places(self) -> list[DayPlaces]:
        """Return the places of the chosen days."""
        return self.ticket.places_of(self.days) if self.ticket else []

    @property
    def is_waiting(self) -> bool:
        """Tell whether one of the days can only be waited for."""
        return any(day.state == "waiting" for day in self.places)

    @property
    def alternatives(self) -> list["Choice"]:
        """Return what else can be had at once: the free days of the same ticket, then other tickets."""
        mine = self.ticket.kind.pk if self.ticket else None
        found = []
        for offer in sorted(self.offers, key=lambda offer: offer.kind.pk != mine):
            free = tuple(day.day for day in offer.days if day.state in ("free", "few"))
            if offer.kind.picks_days and free and offer.sale == "open":
                kept = tuple(day for day in self.days if day in free)
                found += [Choice(offer, days) for days in ([kept] if kept else [(day,) for day in free])]
            elif not offer.kind.picks_days and offer.is_available and offer.state != "waiting":
                found.append(Choice(offer))
        return [choice for choice in found if choice.query != self.query][:4]


def read_choice(query: QueryDict, offers: list[TicketOffer]) -> Choice:
    """Read `?ticket=visitor&day=2025-07-27`; what does not fit becomes a sentence."""
    named = query.get("ticket", "")
    ticket = next((offer for offer in offers if offer.kind.slug == named), None)
    if ticket is None:
        return Choice(named=named[:60], error=Refused("unknown_ticket_type").sentence, offers=offers)
    days, all_read = _read_days(query.getlist("day"))
    error = _judge(ticket, days, all_read)
    return Choice(ticket, days, named, error, offers)


def _read_days(texts: list[str]) -> tuple[tuple[dt.date, ...], bool]:
    days = set()
    for text in texts:
        try:
            days.add(dt.date.fromisoformat(text))
        except ValueError:
            return tuple(sorted(days)), False
    return tuple(sorted(days)), True


def _judge(ticket: TicketOffer, days: tuple[dt.date, ...], all_read: bool) -> str:
    """Return what is wrong with a choice, or an empty text."""
    if ticket.sale == "soon":
        return gettext("This ticket is not on sale yet.")
    if ticket.sale == "over":
        return gettext("The sale of this ticket has ended.")
    if ticket.kind.picks_days:
        possible = {day.day for day in ticket.days if day.state != "past"}
        if not days or not all_read or not set(days) <= possible:
            return Refused("days").sentence
    if not all(day.can_be_had or day.state == "past" for day in ticket.places_of(days)):
        return Refused("sold_out").sentence
    return ""


class DetailsForm(forms.Form):
    """The one form. Everything typed stays when something has to be mended."""

    # Not controls: the places where a refusal of the service is shown (Refused.field).
    ticket_type = forms.CharField(required=False, widget=forms.HiddenInput)
    days = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.CharField(required=False, widget=forms.HiddenInput)

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As it stands in your identity document or passport. The badge shows it."),
        error_messages={"required": _("Enter your full name.")},
    )
    name_hans = forms.CharField(label=_("Name in Chinese characters"), required=False)
    name_latin = forms.CharField(label=_("Name in Latin letters"), required=False)
    country = forms.ChoiceField(
        label=_("Country or region"),
        error_messages={
            "required": _("Choose your country or region."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    birth_year = forms.CharField(
        label=_("Year of birth"),
        help_text=_("Four digits, such as 1990. Visitors under 14 come with a parent or guardian."),
        error_messages={"required": _("Enter your year of birth.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    language = forms.ChoiceField(
        label=_("Language of ticket and mail"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three languages."),
            "invalid_choice": _("Choose one of the three languages."),
        },
    )
    interests = forms.MultipleChoiceField(
        label=_("What interests you?"),
        help_text=_("We use it to suggest forums and exhibits. You can change it later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose only topics from the list.")},
    )
    agrees = forms.BooleanField(
        label=_("I agree to the terms of participation and have read the privacy notice."),
        error_messages={"required": _("Tick the box to agree to the terms; without it we cannot register you.")},
    )
    wants_news = forms.BooleanField(label=_("Send me news about the programme by e-mail."), required=False)
    waits = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, email: str, topics: list[Topic], waits: bool = False) -> None:
        self.user, self.address = user, email
        person = people_selectors.person_of_user(user)
        super().__init__(data, initial={**known(person, user), "waits": waits})
        language = get_language() or settings.LANGUAGE_CODE
        self.fields["country"].choices = country_choices(language)
        self.fields["interests"].choices = [(topic.slug, tr(topic, "name")) for topic in topics]
        if person and person.birth_year:
            self.fields["birth_year"].disabled = True
            self.fields["birth_year"].help_text = _(
                "We know it from an earlier registration. The service desk can correct it."
            )
        self.person = person

    @property
    def joins_queue(self) -> bool:
        """Tell whether sending the form says yes to the waiting list."""
        return self.fields["waits"].to_python(self["waits"].value())

    def clean_name(self) -> str:
        """Keep a name that can be printed."""
        return clean_name(self.cleaned_data["name"])

    def clean_name_hans(self) -> str:
        """Keep a name in Chinese characters, if one is given."""
        return _optional_name(self.cleaned_data["name_hans"], LONGEST_HANS)

    def clean_name_latin(self) -> str:
        """Keep a name in Latin letters, if one is given."""
        return _optional_name(self.cleaned_data["name_latin"])

    def clean_birth_year(self) -> int | None:
        """Keep a year that is possible."""
        return clean_birth_year(self.cleaned_data["birth_year"], clock.today())

    def clean(self) -> dict[str, Any]:
        """Ask for Latin letters where the badge could not print the name."""
        data = super().clean()
        names = [data.get(field, "") for field in ("name", "name_hans", "name_latin")]
        if data.get("name") and not any(name and can_print(name) for name in names):
            self.add_error("name_latin", _("The badge cannot show this script. Add your name in Latin letters too."))
        return data

    def add_refusal(self, refusal: Refused) -> None:
        """Show the service's no beside the field that it is about."""
        self.add_error(refusal.field or None, refusal.sentence)

    def ask_to_wait(self) -> None:
        """Say that only the queue is left; sending the form once more means yes to it."""
        self.add_error(
            "ticket_type",
            _("The last place has just gone. You can join the waiting list, or take another day or ticket."),
        )
        self.data = self.data.copy()
        self.data["waits"] = "on"

    def register(self, choice: Choice, *, by: Actor) -> Outcome:
        """Hand what was entered to the service; raises what it raises."""
        data = self.cleaned_data
        fields = ("name", "country", "language", "birth_year", "name_hans", "name_latin")
        return enrol(
            offer=choice.ticket.offer,
            user=self.user,
            person=PersonData(email=self.address, **{name: data[name] for name in fields}),
            wishes=Wishes(
                days=choice.days or None,
                interests=tuple(data["interests"]),
                consents=(TERMS, NEWS) if data["wants_news"] else (TERMS,),
                text_version=TEXT_VERSION,
                may_wait=data["waits"],
            ),
            by=by,
        )


def known(person: Person | None, user: User) -> dict[str, Any]:
    """Return what the form need not ask again."""
    language = get_language() or settings.LANGUAGE_CODE
    if person is None:
        return {"language": language}
    fields = ("name", "name_hans", "name_latin", "country", "birth_year")
    return {**{field: getattr(person, field) for field in fields}, "language": language}


def country_choices(language: str) -> list[tuple[Any, Any]]:
    """Return the countries and regions that most visitors choose, then all of them."""
    rows = countries.choices(language)
    names = dict(rows)
    return [
        ("", _("Choose …")),
        (_("Often chosen"), [(code, names[code]) for code in OFTEN_CHOSEN]),
        (pgettext_lazy("countries and regions", "All"), rows),
    ]


def _optional_name(text: str, longest: int = 120) -> str:
    try:
        return clean_name(text, longest) if text else ""
    except ValidationError as error:
        if error.code == "required":
            return ""
        raise
