"""The ticket types of the demo. No year's real kinds or prices are known, so all are samples."""

import datetime as dt

from apps.bookings.models import Allotment
from apps.core.clock import SHANGHAI
from apps.core.models import Provenance
from apps.editions.models import Edition, Zone
from apps.registration.models import AccessRule, TicketDay, TicketType

SAMPLE = Provenance.GENERATED
JULY = {number: dt.date(2025, 7, number) for number in (26, 27, 28, 29)}
OPENS, CLOSES = dt.time(7, 30), dt.time(22, 0)
SALE = (dt.datetime(2025, 5, 1, 9, tzinfo=SHANGHAI), dt.datetime(2025, 7, 29, 16, tzinfo=SHANGHAI))

# slug: (hue, price in fen, needs document, picks days, {day: quota}, waiting list, zone codes)
TYPES = {
    "visitor": (
        "terminals",
        0,
        False,
        True,
        dict.fromkeys(JULY.values(), 20_000),
        False,
        ("SITE-EXPO", "SITE-WESTBUND", "H1", "H2", "H3", "H4"),
    ),
    "professional": (
        "core",
        68_000,
        False,
        True,
        dict.fromkeys(JULY.values(), 2_000),
        True,
        ("SITE-EXPO", "SITE-CENTER", "SITE-WESTBUND", "H1", "H2", "H3", "H4"),
    ),
    "media": (
        "connection",
        0,
        True,
        False,
        dict.fromkeys(JULY.values(), 600),
        False,
        ("SITE-EXPO", "SITE-CENTER", "SITE-WESTBUND", "H1", "H2", "H3", "H4"),
    ),
    "workshop-50": ("industry", 0, False, False, {JULY[28]: 50}, False, ("SITE-EXPO", "WORKSHOP")),
    "lab-tour": ("industry", 0, False, False, {JULY[28]: 12}, True, ("SITE-EXPO", "WORKSHOP")),
}
TEXTS = {
    "visitor": {
        "en": ("Visitor", "All four halls and the West Bund, on the days you choose. Free of charge."),
        "zh-hans": ("观众票", "凭票可在所选日期参观全部四个展馆及西岸会场，免费。"),
        "de": ("Besuch", "Alle vier Hallen und der Westbund, an den Tagen Ihrer Wahl. Kostenlos."),
    },
    "professional": {
        "en": (
            "Professional",
            "Halls, West Bund and the forums in the Expo Center. Pay at the service desk; the price is a sample.",
        ),
        "zh-hans": ("专业观众票", "可参观展馆与西岸会场，并可进入世博中心各论坛。在服务台付款；价格为示例。"),
        "de": (
            "Fachbesuch",
            "Hallen, Westbund und die Foren im Expo Center. Zahlung am Servicepunkt; der Preis ist ein Beispiel.",
        ),
    },
    "media": {
        "en": ("Media", "For journalists. The service desk checks a press document before the badge is issued."),
        "zh-hans": ("媒体证", "面向媒体记者。服务台核验记者证件后发放证件。"),
        "de": (
            "Medien",
            "Für Journalistinnen und Journalisten. Der Servicepunkt prüft einen Presseausweis, bevor der Ausweis ausgestellt wird.",
        ),
    },
    "workshop-50": {
        "en": ("Hands-on workshop", "A half-day workshop on 28 July with 50 places, admission to the halls included."),
        "zh-hans": ("动手工作坊", "7月28日半天工作坊，名额50个，含展馆参观。"),
        "de": ("Praxis-Workshop", "Ein halber Tag am 28. Juli mit 50 Plätzen, Zutritt zu den Hallen inbegriffen."),
    },
    "lab-tour": {
        "en": (
            "Robot lab tour",
            "A guided tour for 12 people on 28 July. When it is full, the waiting list offers places that come free.",
        ),
        "zh-hans": ("机器人实验室导览", "7月28日导览，每场12人。满员后，空出的名额按候补顺序自动提供。"),
        "de": (
            "Führung durch das Roboterlabor",
            "Eine Führung für 12 Personen am 28. Juli. Ist sie voll, bietet die Warteliste frei werdende Plätze an.",
        ),
    },
}


def load_types(edition: Edition) -> dict[str, TicketType]:
    """Make or refresh the sample ticket types with quotas and access; keyed by slug."""
    zones = {zone.code: zone for zone in Zone.objects.all()}
    return {slug: _load_type(edition, slug, position, zones) for position, slug in enumerate(TYPES)}


def _load_type(edition: Edition, slug: str, position: int, zones: dict[str, Zone]) -> TicketType:
    hue, price, needs_document, picks_days, days, waits, codes = TYPES[slug]
    values = {
        "hue": hue,
        "price": price,
        "needs_document": needs_document,
        "picks_days": picks_days,
        "sale_opens": SALE[0],
        "sale_closes": SALE[1],
        "position": position * 10,
        "provenance": SAMPLE,
    }
    for language, (name, text) in TEXTS[slug].items():
        column = language.replace("-", "_")
        values |= {f"name_{column}": name, f"text_{column}": text}
    made, _created = TicketType.objects.update_or_create(edition=edition, slug=slug, defaults=values)
    for day, quota in days.items():
        _load_day(made, day, quota, waits)
    for code in codes:
        hours = {"opens": OPENS, "closes": CLOSES, "provenance": SAMPLE}
        AccessRule.objects.update_or_create(ticket_type=made, zone=zones[code], defaults=hours)
    return made


def _load_day(ticket_type: TicketType, day: dt.date, quota: int, waits: bool) -> None:
    code = f"ticket:{ticket_type.edition.year}:{ticket_type.slug}:{day}"
    allotment, _created = Allotment.objects.update_or_create(
        code=code,
        defaults={
            "name": f"{ticket_type.name_en} {day}",
            "capacity": quota,
            "has_waiting_list": waits,
            "provenance": SAMPLE,
        },
    )
    TicketDay.objects.update_or_create(
        ticket_type=ticket_type, day=day, defaults={"allotment": allotment, "provenance": SAMPLE}
    )
