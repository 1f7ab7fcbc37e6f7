"""Registrations from a file: judged like the visitor's own form, saved by the same verb."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import clock
from apps.core.actors import Actor
from apps.core.imports import Column, Importer, as_date, as_list
from apps.core.imports.importer import CREATED, SAME
from apps.editions.models import Topic
from apps.editions.selectors import current_edition
from apps.people.addresses import fold_email
from apps.people.countries import is_country
from apps.people.names import age_on, clean_birth_year, clean_name
from apps.registration import services
from apps.registration.catalogue import Offer, catalogue
from apps.registration.services.data import GUARDIAN_AGE, SENTENCES, PersonData, Refused

LONGEST_HANS = 60


def name(text: str) -> str:
    """Return a cleaned name, or nothing for an empty cell."""
    return clean_name(text) if text else ""


def name_hans(text: str) -> str:
    """Return a cleaned Chinese name, or nothing for an empty cell."""
    return clean_name(text, LONGEST_HANS) if text else ""


def birth_year(text: str) -> int | None:
    """Return a year that is possible."""
    return clean_birth_year(text, clock.today())


def country(text: str) -> str:
    """Return the code of a country or region."""
    code = text.upper()
    if code and not is_country(code):
        raise ValidationError(_("“%(value)s” is no country code such as CN."), params={"value": text[:10]})
    return code


def language(text: str) -> str:
    """Return one of the site's languages; English where the cell is empty."""
    code = {"": "en", "zh": "zh-hans", "zh-cn": "zh-hans"}.get(text.lower(), text.lower())
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("“%(value)s” is none of zh-hans, en, de."), params={"value": text[:10]})
    return code


def days(text: str) -> list:
    """Return the dates of a cell."""
    return [as_date(part) for part in as_list(text)]


class RegistrationImporter(Importer):
    """One registration a line, found again by its e-mail address."""

    key = ("email",)
    batch = 200
    judges_parts = True
    columns = (
        Column("name", name, required=True, help=gettext_lazy("Full name.")),
        Column("email", fold_email, required=True, help=gettext_lazy("One registration per address and edition.")),
        Column("ticket_type", str.lower, required=True, help=gettext_lazy("Slug of the ticket type.")),
        Column("edition", help=gettext_lazy("Year; empty for the current edition.")),
        Column("days", days, help=gettext_lazy("Dates separated by commas; empty for all days of the ticket.")),
        Column("country", country, help=gettext_lazy("Two letters, such as CN.")),
        Column("birth_year", birth_year, help=gettext_lazy("Four digits.")),
        Column("language", language, help="zh-hans, en, de"),
        Column("name_hans", name_hans, help=gettext_lazy("Name in Chinese.")),
        Column("name_latin", name, help=gettext_lazy("Name in Latin letters.")),
        Column("interests", as_list, help=gettext_lazy("Slugs of topics, separated by commas.")),
    )

    def prepare(self) -> None:
        """Read ticket types and topics once."""
        self.offers = catalogue().offers
        self.current = current_edition()
        self.topics = set(Topic.objects.filter(is_interest=True).values_list("slug", flat=True))

    def judge(self, values: dict[str, Any]) -> dict[str, Any]:
        """Check ticket, days, age and interests, as far as that needs no places."""
        problems: dict[str, Any] = {}
        offer = self._offer(values, problems)
        if offer is not None and values.get("days") and not set(values["days"]) <= set(offer.days):
            problems["days"] = SENTENCES["days"]
        year = values.get("birth_year")
        if year and age_on(year, clock.today()) < GUARDIAN_AGE:
            problems["birth_year"] = SENTENCES["guardian"]
        unknown = [slug for slug in values.get("interests", []) if slug not in self.topics]
        if unknown:
            problems["interests"] = _("No such topic: %(names)s.") % {"names": ", ".join(unknown)[:80]}
        if problems:
            raise ValidationError({column: str(sentence) for column, sentence in problems.items()})
        return values

    def save(self, values: dict[str, Any], by: Actor) -> str:
        """Register through the one verb; somebody who is registered already stays so."""
        offer = self._offer(values, {})
        person = PersonData(
            name=values["name"],
            email=values["email"],
            country=values.get("country", ""),
            language=values.get("language", "en"),
            birth_year=values.get("birth_year"),
            name_hans=values.get("name_hans", ""),
            name_latin=values.get("name_latin", ""),
        )
        try:
            outcome = services.register(
                offer=offer,
                person=person,
                days=tuple(values.get("days", ())) or None,
                by=by,
                made_by="import",
                interests=tuple(values.get("interests", ())),
                ignore_sale_window=True,
            )
        except Refused as refused:
            column = refused.field if refused.field in {c.name for c in self.columns} else "email"
            raise ValidationError({column: refused.sentence}) from refused
        return CREATED if outcome.created else SAME

    def finish(self, outcome: Counter) -> None:
        """Nothing more: each registration has told the outbox itself."""

    def _offer(self, values: dict[str, Any], problems: dict[str, Any]) -> Offer | None:
        """Find the ticket type of a line, or say what is wrong."""
        year = values.get("edition") or (str(self.current.year) if self.current else "")
        offer = self.offers.get((int(year), values.get("ticket_type"))) if year.isdecimal() else None
        if offer is None:
            problems["ticket_type"] = SENTENCES["unknown_ticket_type"]
        return offer
