"""QR code, badge and calendar entry: what a visitor carries along."""

import datetime as dt
import io

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.utils import translation
from icalendar import Calendar

from apps.core import signed_codes
from apps.core.actors import SYSTEM
from apps.core.clock import SHANGHAI
from apps.core.models import Provenance
from apps.core.pdf.fonts import text_width
from apps.editions.models import VenueDay
from apps.people.models import Person
from apps.registration.catalogue import offer_of
from apps.registration.documents import badge, calendar, qr, words
from apps.registration.models import Registration, TicketType
from apps.registration.selectors import Visit, VisitDay, badge_of, code_of, visit_of
from apps.registration.services import PersonData, register
from tests.conftest import MONDAY, SATURDAY, SUNDAY, TUESDAY

CODE = signed_codes.code_for(bytes(range(16)), 1)


def enrol(name: str = "Lin Yue", days=(SUNDAY, MONDAY), language: str = "en", **more) -> Registration:
    """Register somebody at the small fair; names are written as given."""
    person = PersonData(name=name, email="lin@example.org", language=language, **more)
    return register(offer=offer_of(2025, "visitor"), person=person, days=days, by=SYSTEM, made_by="test").registration


def badge_pdf(registration: Registration) -> bytes:
    """Draw the badge of a registration as it is in the database."""
    fresh = Registration.objects.select_related("person", "ticket_type", "edition").get(pk=registration.pk)
    return badge.badge_of(fresh, visit_of(fresh), code_of(badge_of(fresh)))


def words_of(pdf: bytes) -> str:
    """Read the text of a PDF."""
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def scan(pdf: bytes, dots_per_inch: int = 150) -> list[str]:
    """Print the page and read the codes on it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = np.asarray(page.render(scale=dots_per_inch / 72).to_pil().convert("L"))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


# --- the code ---


def test_the_code_is_version_six_with_a_quiet_zone_of_four_modules():
    drawn = list(qr.runs(CODE))

    assert qr.SIZE == 49
    assert min(x for x, _y, _length in drawn) == min(y for _x, y, _length in drawn) == 4
    assert max(x + length for x, _y, length in drawn) == 45


def test_the_drawing_reads_as_the_same_text():
    picture = np.full((qr.SIZE, qr.SIZE), 255, np.uint8)
    for x, y, length in qr.runs(CODE):
        picture[y, x : x + length] = 0

    found = zxingcpp.read_barcodes(np.kron(picture, np.ones((4, 4), np.uint8)))

    assert [code.text for code in found] == [CODE]


def test_the_picture_for_a_page_holds_no_text_of_the_code_and_no_style():
    picture = qr.inline(CODE, 'Code "A"')

    assert CODE not in picture
    assert "style" not in picture
    assert 'aria-label="Code &quot;A&quot;"' in picture


def test_the_file_is_an_svg_of_its_own():
    assert qr.file(CODE).startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


# --- the badge ---


def test_the_badge_decodes_to_the_code_that_the_gate_admits(fair):
    made = enrol()

    found = scan(badge_pdf(made))

    assert found == [code_of(badge_of(made))]
    assert signed_codes.serial_of(found[0]) == bytes(badge_of(made).serial)


def test_the_badge_says_who_may_go_where_and_when(fair):
    text = words_of(badge_pdf(enrol(name_hans="林悦", country="CN")))

    for wanted in ("WAIC 2025", "World AI Conference 2025", "Lin Yue", "林悦", "China", "Visitor", "Sun, 27 July",
                   "Mon, 28 July", "Exhibition Center", "North gate 1"):  # fmt: skip
        assert wanted in text
    assert "sample data" not in text


def test_the_badge_speaks_the_language_of_the_registration(fair):
    text = words_of(badge_pdf(enrol(language="zh-hans", name_hans="林悦", country="CN")))

    assert "2025世界人工智能大会" in text
    assert text.index("林悦") < text.index("Lin Yue") < text.index("中国")
    assert "世博展览馆" in text


@pytest.mark.parametrize(
    "name", ["㛃䶮𬱖", "𠮷野家𫖯", "Nguyễn Thị Ánh Nguyệt", "Ольга Ковалёва", "Đặng-Łukasiewicz Ñ ß"]
)
def test_a_rare_name_prints_whole(fair, name):
    text = words_of(badge_pdf(enrol(name)))

    assert "".join(name.split()) in "".join(text.split())
    assert "□" not in text


@pytest.mark.parametrize(
    "name", ["Maria Anna " * 10 + "Schmidt", "X" * 120, "林" * 60, "Wolfeschlegelsteinhausenbergerdorff " * 3]
)
def test_a_long_name_prints_whole_on_several_lines(fair, name):
    text = words_of(badge_pdf(enrol(name.strip())))

    assert "".join(name.split()) in "".join(text.split())


def test_a_word_is_not_broken_while_smaller_type_holds_it():
    assert badge.fit_name("Đặng-Łukasiewicz Ñ ß")[1] == ["Đặng-", "Łukasiewicz Ñ ß"]


def test_every_line_of_a_name_fits_the_badge():
    for name in ("Lin Yue", "Dr. Hans-Jürgen Müller-Lüdenscheidt von und zu Hohenstein", "林" * 60, "X" * 120):
        size, lines = badge.fit_name(name)
        assert all(text_width(line, size, bold=True) <= badge.INNER + 0.01 for line in lines)


def test_a_script_that_the_fonts_lack_gives_way_to_latin_letters(fair):
    text = words_of(badge_pdf(enrol("محمد علي", name_latin="Mohammed Ali")))

    assert "Mohammed Ali" in text
    assert "□" not in text


def test_sample_data_is_labelled_on_paper_too(fair):
    made = enrol()
    Registration.objects.update(provenance=Provenance.GENERATED)

    assert "sample data" in words_of(badge_pdf(made))


def test_the_file_tells_nothing_about_the_person(fair):
    made = enrol()
    reader = pypdf.PdfReader(io.BytesIO(badge_pdf(made)))

    assert (reader.metadata.title, reader.metadata.author, reader.metadata.creator) == ("WAIC 2025", "WAIC", "WAIC")
    assert badge.file_name(made) == "waic-2025-badge.pdf"
    assert "Lin" not in str(reader.metadata)


def test_the_badge_is_a_page_of_a6_with_a_code_of_44_millimetres(fair):
    page = pypdf.PdfReader(io.BytesIO(badge_pdf(enrol()))).pages[0]

    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [105, 148]
    assert round(badge.QR_SIDE / 72 * 25.4) == 44


# --- the calendar ---


def entries(registration: Registration) -> list:
    """Read the calendar file as a calendar program does."""
    made = calendar.calendar_of(registration, visit_of(registration), calendar.ticket_address(registration))
    return list(Calendar.from_ical(made).walk("VEVENT"))


def test_every_day_is_an_entry_with_venue_and_hours(fair):
    made = enrol()
    VenueDay.objects.create(edition=fair.edition, venue=fair.venue, day=MONDAY, opens=dt.time(9), closes=dt.time(16))

    sunday, monday = entries(made)

    assert (sunday["uid"], monday["uid"]) == (
        f"{made.code.lower()}-20250727@waic",
        f"{made.code.lower()}-20250728@waic",
    )
    assert sunday["dtstart"].dt == dt.datetime(2025, 7, 27, 8, tzinfo=SHANGHAI)
    assert sunday["dtend"].dt == dt.datetime(2025, 7, 27, 18, tzinfo=SHANGHAI)
    assert (monday["dtstart"].dt.time(), monday["dtend"].dt.time()) == (dt.time(9), dt.time(16))
    assert sunday["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (str(sunday["summary"]), str(sunday["location"])) == ("World AI Conference 2025", "Exhibition Center")


def test_the_entry_holds_no_code_that_opens_a_gate(fair):
    made = enrol()

    text = calendar.calendar_of(made, visit_of(made), "https://waic.example/t/").decode()

    assert "W1:" not in text
    assert "Lin Yue" not in text


def test_the_entry_speaks_the_language_of_the_registration(fair):
    entry = entries(enrol(language="de", days=(SUNDAY,)))[0]

    assert (str(entry["summary"]), str(entry["location"])) == ("Welt-KI-Konferenz 2025", "Messezentrum")
    assert entry["summary"].params["LANGUAGE"] == "de"


def test_without_known_hours_the_entry_takes_the_whole_day(fair):
    made = enrol(days=(SUNDAY,))

    text = calendar.calendar_of(made, Visit((VisitDay(SUNDAY),)), "https://waic.example/t/").decode()

    assert "DTSTART;VALUE=DATE:20250727" in text
    assert "DTEND;VALUE=DATE:20250728" in text


# --- words ---


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([SUNDAY], "Sun, 27 July"),
        ([MONDAY, SUNDAY], "Sun, 27 July · Mon, 28 July"),
        ([SATURDAY, MONDAY, TUESDAY], "Sat, 26 July · Mon, 28 July · Tue, 29 July"),
        ([SATURDAY, SUNDAY, MONDAY, TUESDAY], "Sat, 26 July – Tue, 29 July"),
    ],
)
def test_days_are_said_one_by_one_or_as_a_span(days, said):
    assert words.days_words(days) == said


@pytest.mark.parametrize(
    ("language", "price", "currency", "said"),
    [
        ("en", 0, "CNY", "free of charge"),
        ("en", 128_000, "CNY", "CN¥1,280.00"),
        ("zh-hans", 128_000, "CNY", "¥1,280.00"),
        ("de", 128_000, "EUR", "1.280,00\xa0€"),
        ("en", 500, "JPY", "JP¥500"),
    ],
)
def test_a_price_is_written_as_the_language_does(language, price, currency, said):
    with translation.override(language):
        assert words.price_words(TicketType(price=price, currency=currency)) == said


def test_a_person_without_any_other_name_has_one_line(fair):
    made = enrol("Lin Yue")
    Person.objects.update(name_latin="LIN YUE")

    assert words_of(badge_pdf(made)).upper().count("LIN YUE") == 1
