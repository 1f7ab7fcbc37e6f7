"""The desk's form for one new registration."""

import datetime as dt

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.actors import Actor
from apps.people import countries
from apps.people.addresses import fold_email
from apps.people.names import clean_birth_year, clean_name
from apps.registration import services
from apps.registration.catalogue import offer_of_type
from apps.registration.models import TicketDay, TicketType
from apps.registration.services import Outcome, PersonData, Refused


class NewRegistrationForm(forms.Form):
    """The same questions and the same cleaners as the visitor's own form."""

    ticket_type = forms.ModelChoiceField(TicketType.objects.none(), label=_("Ticket type"))
    days = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for tickets whose days are chosen; none means all."),
    )
    name = forms.CharField(label=_("Full name"))
    email = forms.CharField(label=_("E-mail address"))
    country = forms.ChoiceField(label=_("Country or region"), required=False)
    birth_year = forms.CharField(label=_("Year of birth"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="zh-hans")
    name_hans = forms.CharField(label=_("Name in Chinese"), required=False)
    name_latin = forms.CharField(label=_("Name in Latin letters"), required=False)
    outside_sale = forms.BooleanField(
        label=_("Also outside the sale window"), required=False, help_text=_("For guests of the house.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = TicketType.objects.filter(edition__is_current=True).order_by("position", "id")
        self.fields["ticket_type"].queryset = kinds
        found = TicketDay.objects.filter(ticket_type__edition__is_current=True).order_by("day")
        days = [day.isoformat() for day in found.values_list("day", flat=True).distinct()]
        self.fields["days"].choices = [(day, day) for day in days]
        names = countries.choices(get_language() or settings.LANGUAGE_CODE)
        self.fields["country"].choices = [("", "–"), *names]

    def clean_name(self) -> str:
        """Keep a name that can be printed."""
        return clean_name(self.cleaned_data["name"])

    def clean_name_hans(self) -> str:
        """Keep a Chinese name, if one is given."""
        return clean_name(self.cleaned_data["name_hans"], 60) if self.cleaned_data["name_hans"] else ""

    def clean_name_latin(self) -> str:
        """Keep a Latin name, if one is given."""
        return clean_name(self.cleaned_data["name_latin"]) if self.cleaned_data["name_latin"] else ""

    def clean_email(self) -> str:
        """Keep the comparable form."""
        return fold_email(self.cleaned_data["email"])

    def clean_birth_year(self) -> int | None:
        """Keep a year that is possible."""
        return clean_birth_year(self.cleaned_data["birth_year"], clock.today())

    def clean_days(self) -> tuple[dt.date, ...]:
        """Turn the choices into dates."""
        return tuple(dt.date.fromisoformat(day) for day in self.cleaned_data["days"])

    def register(self, *, by: Actor) -> Outcome | None:
        """Register; a refusal is shown beside its field."""
        data = self.cleaned_data
        names = ("name", "email", "country", "language", "birth_year", "name_hans", "name_latin")
        try:
            return services.register(
                offer=offer_of_type(data["ticket_type"].pk),
                person=PersonData(**{name: data[name] for name in names}),
                days=data["days"] or None,
                by=by,
                made_by="staff",
                ignore_sale_window=data["outside_sale"],
            )
        except Refused as refused:
            self.add_error(refused.field or None, refused.sentence)
            return None
