"""Sample registrations in bulk: COPY instead of one service call each, by the same rules.

The database's constraints judge every row. Two loads with the same seed are equal.
"""

import datetime as dt
import random
import uuid
from typing import Any, NamedTuple

from django.db import connection

from apps.core import clock, history, signed_codes
from apps.core.ids import CROCKFORD
from apps.core.models import ApiToken, Provenance
from apps.editions.models import Gate
from apps.registration.models import Registration, TicketDay, TicketType

SAMPLE = Provenance.GENERATED
AMOUNTS = {"real": 20_000, "small": 1_000}
SHARES = (("visitor", 0.94), ("professional", 0.03), ("media", 0.03))
LANGUAGES = (("zh-hans", 0.72), ("en", 0.22), ("de", 0.06))
COUNTRIES = {
    "zh-hans": ("CN", "CN", "CN", "CN", "HK", "SG"),
    "en": ("US", "GB", "SG", "IN", "AE", "AU", "CA", "KR", "JP"),
    "de": ("DE", "DE", "AT", "CH"),
}
NAMES = {"zh-hans": "示例观众{:05d}", "en": "Sample Visitor {:05d}", "de": "Mustergast {:05d}"}
TOPICS = (
    "embodied-ai",
    "large-language-models",
    "ai-safety-governance",
    "ai-for-science",
    "open-source",
    "intelligent-terminals",
)
PERSON = "id public_id slug name name_hans name_latin country language birth_year created_at provenance source_id"
REGISTRATION = (
    "id code edition_id person_id ticket_type_id state days email_key language interests batch made_by "
    "manual_hold hold_reason created_at provenance"
)
BOOKING = "allotment_id person_id organisation_id batch quantity state expires_at created_at provenance"
SCAN = (
    "token_id nonce badge_id gate_id direction device_at at received_at result reason offline decided "
    "clock_is_off needs_review provenance"
)
CAMPUS_GATES = 12
TOUR = 12


class Row(NamedTuple):
    """One generated registration before it becomes rows of several tables."""

    number: int
    language: str
    slug: str
    days: list[dt.date]
    state: str
    batch: str
    serial: bytes | None
    created: dt.datetime
    country: str
    birth_year: int
    interests: list[str]


def draw(count: int, rng: random.Random) -> list[Row]:
    """Draw the registrations; the lab tour comes first and is full."""
    rows = []
    for number in range(1, count + 1):
        slug = "lab-tour" if number <= TOUR else pick(SHARES, rng)
        language = pick(LANGUAGES, rng)
        days = _days(slug, rng)
        state = _state(slug, days, rng)
        has_badge = state in (Registration.State.BADGE_ISSUED, Registration.State.ATTENDED)
        rows.append(
            Row(
                number,
                language,
                slug,
                days,
                state,
                str(uuid.UUID(int=rng.getrandbits(128), version=4)),
                rng.randbytes(signed_codes.SERIAL_LENGTH) if has_badge else None,
                dt.datetime(2025, 6, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(80_000)),
                rng.choice(COUNTRIES[language]),
                rng.randint(1991, 2008) if rng.random() < 0.42 else rng.randint(1955, 1989),
                sorted(rng.sample(TOPICS, rng.randint(0, 3))),
            )
        )
    return rows


def pick(shares: tuple[tuple[str, float], ...], rng: random.Random) -> str:
    """Choose by share."""
    mark = rng.random()
    for name, share in shares:
        mark -= share
        if mark < 0:
            return name
    return shares[0][0]


def _days(slug: str, rng: random.Random) -> list[dt.date]:
    if slug == "lab-tour":
        return [dt.date(2025, 7, 28)]
    every = [dt.date(2025, 7, day) for day in (26, 27, 28, 29)]
    if slug == "media":
        return every
    return sorted(rng.sample(every, rng.choice((1, 1, 1, 2, 2, 3))))


def _state(slug: str, days: list[dt.date], rng: random.Random) -> str:
    state = Registration.State
    if slug == "media" and rng.random() < 0.15:
        return state.ID_CHECK
    if slug == "professional" and rng.random() < 0.2:
        return state.AWAITING_PAYMENT
    if rng.random() < 0.03 and slug != "lab-tour":
        return state.CANCELLED
    was_there = days[0] == dt.date(2025, 7, 26) and rng.random() < 0.8
    is_there = dt.date(2025, 7, 27) in days and rng.random() < 0.35
    return state.ATTENDED if was_there or is_there else state.BADGE_ISSUED


class Writer:
    """Writes drawn rows into all tables with COPY."""

    def __init__(self, types: dict[str, TicketType], rng: random.Random) -> None:
        self.types = types
        self.rng = rng
        self.edition_id = next(iter(types.values())).edition_id
        self.allotments = {(day.ticket_type_id, day.day): day.allotment_id for day in TicketDay.objects.all()}
        self.gates = list(Gate.objects.filter(zone__code="SITE-EXPO").order_by("code")[:CAMPUS_GATES])

    def write(self, rows: list[Row], token: ApiToken) -> None:
        """Write people, addresses, registrations, bookings, badges, history, stays and scans."""
        people = reserve("people_person", len(rows))
        registrations = reserve("registration_registration", len(rows))
        badges = reserve("registration_badge", len(rows))
        numbered = list(enumerate(rows))
        key = signed_codes.signing_key_id()
        copy("people_person", PERSON, (self.person(row, people + i) for i, row in numbered))
        copy(
            "people_contactpoint",
            "person_id kind value verified_at",
            ((people + i, "email", address(row), None) for i, row in numbered),
        )
        lines = (self.registration(row, registrations + i, people + i) for i, row in numbered)
        copy("registration_registration", REGISTRATION, lines)
        copy("bookings_booking", BOOKING, (one for i, row in numbered for one in self.bookings(row, people + i)))
        copy(
            "registration_badge",
            "id registration_id serial key_id issued_at revoked_at provenance",
            (
                (badges + i, registrations + i, row.serial, key, row.created, None, SAMPLE)
                for i, row in numbered
                if row.serial
            ),
        )
        copy("core_history", history.COLUMNS.replace(",", ""), (line(row, registrations + i) for i, row in numbered))
        self.visits(rows, badges, token)
        recount()

    def person(self, row: Row, pk: int) -> tuple:
        """Return one person; numbered, so that nobody takes it for a real one."""
        name = NAMES[row.language].format(row.number)
        public = "".join(self.rng.choice(CROCKFORD) for _ in range(26))
        return pk, public, None, name, "", "", row.country, row.language, row.birth_year, row.created, SAMPLE, None

    def registration(self, row: Row, pk: int, person: int) -> tuple:
        """Return one registration."""
        return (
            pk, sample_code(row.number), self.edition_id, person, self.types[row.slug].pk, row.state, row.days, address(row),
            row.language, row.interests, row.batch, "sample", False, "", row.created, SAMPLE,
        )  # fmt: skip

    def bookings(self, row: Row, person: int) -> list[tuple]:
        """Return one booking a day; cancelled ones are released."""
        state = "released" if row.state == Registration.State.CANCELLED else "confirmed"
        kind = self.types[row.slug].pk
        return [
            (self.allotments[kind, day], person, None, row.batch, 1, state, None, row.created, SAMPLE)
            for day in row.days
        ]

    def visits(self, rows: list[Row], badges: int, token: ApiToken) -> None:
        """Write who came on the first day and this morning."""
        stays, scans = [], []
        for i, row in enumerate(rows):
            if row.state != Registration.State.ATTENDED:
                continue
            for day in [d for d in row.days if d <= dt.date(2025, 7, 27)]:
                at = self.entry(day)
                gate = self.rng.choice(self.gates)
                stays.append((badges + i, gate.zone_id, day, at, gate.pk, None, SAMPLE))
                scans.append(
                    (
                        token.pk,
                        f"sample-{row.number}-{day}",
                        badges + i,
                        gate.pk,
                        "in",
                        at,
                        at,
                        at,
                        "admitted",
                        "",
                        False,
                        "",
                        False,
                        False,
                        SAMPLE,
                    )
                )
        copy("registration_stay", "badge_id zone_id day opened_at opened_gate_id closed_at provenance", stays)
        copy("registration_scan", SCAN, scans)

    def entry(self, day: dt.date) -> dt.datetime:
        """Draw a moment of entry; today nobody is ahead of the demo clock."""
        opening = dt.datetime.combine(day, dt.time(8, 30), clock.SHANGHAI)
        span = 85 if day == dt.date(2025, 7, 27) else 400
        return opening + dt.timedelta(
            minutes=min(self.rng.expovariate(1 / 60), span - 1), seconds=self.rng.randrange(59)
        )


def line(row: Row, pk: int) -> tuple:
    """Return the history line of one registration."""
    subject = ("registration.registration", pk)
    return (
        row.created,
        "registration.created",
        *subject,
        "",
        row.state,
        "sample data",
        "system",
        "",
        "sample",
        "{}",
        "{}",
    )


def address(row: Row) -> str:
    """Return the address of a sample person, in a domain that cannot exist."""
    return f"visitor-{row.number:05d}@sample.example"


def sample_code(number: int) -> str:
    """Return the registration code of a sample row, the same at each load."""
    rng = random.Random(f"registration {number}")  # noqa: S311 - sample data, not a secret
    return "".join(rng.choice(CROCKFORD) for _ in range(10)).upper()


def reserve(table: str, count: int) -> int:
    """Reserve a block of primary keys and return its first one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = cursor.fetchone()[0]
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count])
    return first


def copy(table: str, columns: str, rows: Any) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in columns.split())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def recount() -> None:
    """Set `taken` of the sample allotments from their bookings; the CHECK judges it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bookings_allotment a SET taken = coalesce((SELECT sum(quantity) FROM bookings_booking b "
            "WHERE b.allotment_id = a.id AND b.state IN ('held', 'confirmed')), 0) WHERE a.provenance = %s",
            [SAMPLE],
        )
