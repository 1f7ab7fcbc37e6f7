"""The visit as calendar entries: one per day, in the registration's language, without any code that opens a gate."""

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar, Event, vText

from apps.core.clock import SHANGHAI
from apps.core.translation import text_of
from apps.registration.documents import words
from apps.registration.models import Registration
from apps.registration.selectors import Visit, VisitDay

CONTENT_TYPE = "text/calendar; charset=utf-8"


def file_name(registration: Registration) -> str:
    """Return a name that says nothing about the person."""
    return f"waic-{registration.edition.year}.ics"


def calendar_of(registration: Registration, visit: Visit, address: str) -> bytes:
    """Write the calendar file; `address` is the ticket's page."""
    with translation.override(registration.language):
        calendar = Calendar()
        calendar.add("prodid", "-//WAIC//registration//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-timezone", "Asia/Shanghai")
        for day in visit.days:
            calendar.add_component(_event(registration, visit, day, address))
        first, last = min(registration.days), max(registration.days)
        calendar.add_missing_timezones(first_date=first, last_date=last + dt.timedelta(days=1))
        return calendar.to_ical()


def _event(registration: Registration, visit: Visit, day: VisitDay, address: str) -> Event:
    event = Event()
    event.add("uid", f"{registration.code.lower()}-{day.day:%Y%m%d}@waic")
    event.add("dtstamp", registration.created_at)
    event.add("summary", vText(text_of(registration.edition, "name").value, params={"LANGUAGE": registration.language}))
    start, end = _span(day)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("description", _description(registration, visit, address))
    event.add("url", address)
    event.add("transp", "OPAQUE")
    if visit.venue:
        spot = ", ".join(part for part in (words.place_words(visit), text_of(visit.venue, "address").value) if part)
        event.add("location", spot)
        if visit.venue.latitude is not None and visit.venue.longitude is not None:
            event.add("geo", (float(visit.venue.latitude), float(visit.venue.longitude)))
    return event


def _span(day: VisitDay) -> tuple[dt.date, dt.date]:
    """Return start and end in Shanghai time, or the whole day where hours are not known."""
    if day.opens is None or day.closes is None:
        return day.day, day.day + dt.timedelta(days=1)
    return (
        dt.datetime.combine(day.day, day.opens, SHANGHAI),
        dt.datetime.combine(day.day, day.closes, SHANGHAI),
    )


def _description(registration: Registration, visit: Visit, address: str) -> str:
    lines = [gettext("Ticket: %(kind)s") % {"kind": text_of(registration.ticket_type, "name").value}]
    if visit.gates:
        lines.append(gettext("Entrance: %(gates)s") % {"gates": words.gate_words(visit)})
    lines.append(gettext("Your ticket with the code for the gate: %(address)s") % {"address": address})
    if registration.is_sample:
        lines.append(gettext("sample data"))
    return "\n".join(lines)


def ticket_address(registration: Registration) -> str:
    """Return the public address of the ticket page, never taken from a request."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}/{registration.language}/register/ticket/{registration.code}/"
