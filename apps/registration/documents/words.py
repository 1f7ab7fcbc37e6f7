"""Days, prices and states in words, in the active language; used by pages, badge, calendar and mail."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_currency, get_currency_precision
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext

from apps.core.translation import text_of
from apps.registration.models import Registration, TicketType
from apps.registration.selectors import Visit, VisitDay

State = Registration.State


@dataclass(frozen=True, slots=True)
class Standing:
    """What a state means for its owner, and what comes next."""

    tone: str
    label: Any
    text: Any


STANDINGS = {
    State.DRAFT: Standing("info", gettext_lazy("Not sent yet"), gettext_lazy("This registration has not been sent.")),
    State.SUBMITTED: Standing(
        "info",
        gettext_lazy("In progress"),
        gettext_lazy("We have your registration and are working on it. We write to you when the ticket is ready."),
    ),
    State.WAITLISTED: Standing(
        "warn",
        gettext_lazy("On the waiting list"),
        gettext_lazy(
            "All places are taken. As soon as one becomes free for you, we write to you and keep it for 12 hours."
        ),
    ),
    State.ID_CHECK: Standing(
        "info",
        gettext_lazy("Identity check"),
        gettext_lazy(
            "This ticket needs a look at your identity document. Bring it to the service desk; your place is kept."
        ),
    ),
    State.AWAITING_PAYMENT: Standing(
        "warn",
        gettext_lazy("Payment open"),
        gettext_lazy("Your place is kept. Pay at the service desk; then the ticket appears here and comes by e-mail."),
    ),
    State.CONFIRMED: Standing("good", gettext_lazy("Confirmed"), gettext_lazy("Your ticket appears here in a moment.")),
    State.BADGE_ISSUED: Standing(
        "good", gettext_lazy("Valid"), gettext_lazy("Show this code at the gate, on the phone or on paper.")
    ),
    State.ATTENDED: Standing(
        "good",
        gettext_lazy("Valid"),
        gettext_lazy("You have been here already. The code stays valid on the days of your ticket."),
    ),
    State.CLOSED: Standing("info", gettext_lazy("Over"), gettext_lazy("This edition is over. Thank you for coming.")),
    State.REJECTED: Standing(
        "bad",
        gettext_lazy("Declined"),
        gettext_lazy("We could not accept this registration. The service desk can tell you why."),
    ),
    State.EXPIRED: Standing(
        "bad",
        gettext_lazy("Expired"),
        gettext_lazy("The place was not taken in time and has gone to the next in line."),
    ),
    State.CANCELLED: Standing(
        "bad", gettext_lazy("Cancelled"), gettext_lazy("This ticket is cancelled and opens no gate.")
    ),
    State.REFUNDED: Standing(
        "bad", gettext_lazy("Refunded"), gettext_lazy("This ticket is cancelled and the money has been paid back.")
    ),
    State.SUBSTITUTED: Standing(
        "bad", gettext_lazy("Handed on"), gettext_lazy("This ticket now belongs to somebody else.")
    ),
}


OFFERED = Standing(
    "good",
    gettext_lazy("Place offered"),
    gettext_lazy("A place from the waiting list is yours if you take it in time."),
)


def standing_of(registration: Registration, *, is_offered: bool = False) -> Standing:
    """Return the words for a registration's state; a place from the waiting list has its own."""
    if is_offered:
        return OFFERED
    return STANDINGS[State(registration.state)]


def day_words(day: dt.date) -> str:
    """Return a day with its weekday, such as “Sun, 27 July”."""
    return date_format(day, pgettext("date format of a day with weekday", "D, j F"))


def days_words(days: Iterable[dt.date]) -> str:
    """Return several days; a row of days in one go becomes a span."""
    found = sorted(days)
    in_a_row = len(found) > 2 and found[-1] - found[0] == dt.timedelta(days=len(found) - 1)
    if in_a_row:
        return f"{day_words(found[0])} – {day_words(found[-1])}"
    return " · ".join(day_words(day) for day in found)


def hours_words(day: VisitDay) -> str:
    """Return the hours of a day, or an empty text where they are not known."""
    if day.opens is None or day.closes is None:
        return ""
    return f"{day.opens:%H:%M}–{day.closes:%H:%M}"


def price_words(kind: TicketType) -> str:
    """Return the price as the reader's language writes it, or the word for free."""
    if not kind.price:
        return gettext("free of charge")
    amount = kind.price / 10 ** get_currency_precision(kind.currency)
    locale = {"zh-hans": "zh_Hans_CN", "de": "de_DE"}.get(get_language() or "", "en_GB")
    return format_currency(amount, kind.currency, locale=locale)


def place_words(visit: Visit) -> str:
    """Return the venue's name in the active language."""
    return text_of(visit.venue, "name").value if visit.venue else ""


def gate_words(visit: Visit, most: int = 3) -> str:
    """Return the first gates that admit this ticket, by code and name."""
    names = []
    for gate in visit.gates[:most]:
        name = text_of(gate, "name").value
        names.append(name if gate.code in name else f"{gate.code} {name}".strip())
    return " · ".join(names)
