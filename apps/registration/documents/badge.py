"""The badge as a PDF page of A6: readable across a hall, scannable at the gate, right in every script."""

import io
import re
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from apps.core.pdf.fonts import BOX, draw_text, split_runs, text_width
from apps.core.translation import text_of
from apps.people import countries
from apps.people.models import Person
from apps.registration.documents import qr, words
from apps.registration.models import Registration
from apps.registration.selectors import Visit

CONTENT_TYPE = "application/pdf"
WIDTH, HEIGHT = A6
MARGIN = 20
INNER = WIDTH - 2 * MARGIN
HEADER = 88
QR_SIDE = 44 * mm

NIGHT, ON_NIGHT, ON_NIGHT_2 = HexColor("#0b0c14"), HexColor("#f5f4ef"), HexColor("#a9abba")
INK, INK_2, WARN, AMBER = HexColor("#14151c"), HexColor("#565966"), HexColor("#8a4a08"), HexColor("#f0b266")
HUES = {
    "core": HexColor("#3434e6"),
    "industry": HexColor("#00756b"),
    "terminals": HexColor("#c03a1a"),
    "connection": HexColor("#93257f"),
}
# Type sizes of the name with the lines that fit at each; the largest that holds it whole is taken.
NAME_SIZES = ((36, 1), (30, 2), (25, 2), (20, 3), (16, 4), (12.5, 5))
# One character of a script that is written without spaces, a word or its part up to a hyphen, or a space.
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\s{_HAN}-]+-?|-|\s+")


def file_name(registration: Registration) -> str:
    """Return a name that says nothing about the person."""
    return f"waic-{registration.edition.year}-badge.pdf"


def badge_of(registration: Registration, visit: Visit, code: str) -> bytes:
    """Draw the badge in the registration's language; `code` is the signed text of the QR code."""
    made = io.BytesIO()
    language = registration.language
    with translation.override(language):
        canvas = Canvas(made, pagesize=A6, lang=language, initialFontName="Helvetica")
        canvas.setTitle(f"WAIC {registration.edition.year}")
        canvas.setAuthor("WAIC")
        canvas.setSubject(gettext("Badge"))
        canvas.setCreator("WAIC")
        _header(canvas, registration)
        _person(canvas, registration.person, language)
        _ticket(canvas, registration, visit, code)
        canvas.showPage()
        canvas.save()
    return made.getvalue()


def _header(canvas: Canvas, registration: Registration) -> None:
    """Name of the event on night, a bar in the hue of the ticket below it."""
    canvas.setFillColor(NIGHT)
    canvas.rect(0, HEIGHT - HEADER, WIDTH, HEADER, stroke=0, fill=1)
    canvas.setFillColor(HUES[registration.ticket_type.hue])
    canvas.rect(0, HEIGHT - HEADER - 6, WIDTH, 6, stroke=0, fill=1)
    canvas.setFillColor(ON_NIGHT)
    draw_text(canvas, MARGIN, HEIGHT - 34, f"WAIC {registration.edition.year}", 17, bold=True)
    canvas.setFillColor(ON_NIGHT_2)
    _lines(canvas, HEIGHT - 52, text_of(registration.edition, "name").value, 9, 3)
    if registration.is_sample:
        _sample(canvas)


def _sample(canvas: Canvas) -> None:
    """Say on the paper, too, that nobody real stands behind it."""
    label = gettext("sample data")
    width = text_width(label, 8) + 10
    left = WIDTH - MARGIN - width
    canvas.saveState()
    canvas.setStrokeColor(AMBER)
    canvas.setFillColor(AMBER)
    canvas.setLineWidth(0.8)
    canvas.setDash(2, 1.5)
    canvas.roundRect(left, HEIGHT - 37, width, 14, 3, stroke=1, fill=0)
    draw_text(canvas, left + 5, HEIGHT - 33, label, 8)
    canvas.restoreState()


def _person(canvas: Canvas, person: Person, language: str) -> None:
    """The name as large as it fits, the same name in the other script, the country or region."""
    name = _first_name(person, language)
    size, lines = fit_name(name)
    second = _second_name(person, name)
    country = countries.name_of(person.country, language) if person.country else ""
    block = len(lines) * size * 1.15 + (24 if second else 0) + (20 if country else 0)
    room = HEIGHT - HEADER - 6 - (MARGIN + QR_SIDE + 30)
    y = HEIGHT - HEADER - 6 - max(10, (room - block) / 2)
    canvas.setFillColor(INK)
    for line in lines:
        y -= size * 1.15
        draw_text(canvas, MARGIN, y + size * 0.2, line, size, INNER, bold=True)
    if second:
        y -= 22
        draw_text(canvas, MARGIN, y, second, 15, INNER)
    if country:
        y -= 19
        canvas.setFillColor(INK_2)
        draw_text(canvas, MARGIN, y, country, 11, INNER)


def can_print(text: str) -> bool:
    """Tell whether the fonts of the badge have every character of a text."""
    return all(BOX not in run for _font, run in split_runs(text))


def _first_name(person: Person, language: str) -> str:
    """Return the name for readers of the language, or another form of it that the fonts can print."""
    wanted = person.name_in(language)
    forms = (wanted, person.name_latin, person.name_hans, person.name)
    return next((name for name in forms if name and can_print(name)), wanted)


def _second_name(person: Person, shown: str) -> str:
    """Return the name in the other script, if there is one."""
    others = (person.name_latin, person.name_hans, person.name)
    return next((name for name in others if name and name.casefold() != shown.casefold() and can_print(name)), "")


def _ticket(canvas: Canvas, registration: Registration, visit: Visit, code: str) -> None:
    """The QR code with its letters, and beside it what the ticket is good for."""
    bottom = MARGIN + 16
    _draw_qr(canvas, MARGIN - qr.QUIET * QR_SIDE / qr.SIZE, bottom, code)
    canvas.setFillColor(INK)
    letters = " ".join((registration.code[:5], registration.code[5:]))
    draw_text(canvas, MARGIN, MARGIN - 2, letters, 12, bold=True)
    left = MARGIN + QR_SIDE + 2
    width = WIDTH - MARGIN - left
    y = bottom + QR_SIDE - 22
    canvas.setFillColor(HUES[registration.ticket_type.hue])
    y = _lines(canvas, y, text_of(registration.ticket_type, "name").value, 13, 3, left, width, bold=True)
    canvas.setFillColor(INK)
    for day in visit.days[:5]:
        y = _lines(canvas, y - 3, words.day_words(day.day), 9.5, 1, left, width)
    canvas.setFillColor(INK_2)
    y = _lines(canvas, y - 6, words.place_words(visit), 8, 3, left, width)
    _lines(canvas, y - 2, words.gate_words(visit), 8, 3, left, width)


def _draw_qr(canvas: Canvas, x: float, y: float, code: str) -> None:
    """Draw the modules as rectangles on white, the quiet zone included."""
    step = QR_SIDE / qr.SIZE
    canvas.setFillColor(white)
    canvas.rect(x, y, QR_SIDE, QR_SIDE, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    drawing = canvas.beginPath()
    for column, row, length in qr.runs(code):
        drawing.rect(x + column * step, y + QR_SIDE - (row + 1) * step, length * step, step)
    canvas.drawPath(drawing, stroke=0, fill=1)


def _lines(
    canvas: Canvas, y: float, text: str, size: float, most: int,
    left: float = MARGIN, width: float = INNER, *, bold: bool = False,
) -> float:  # fmt: skip
    """Draw a text on at most so many lines downward from y; return where the next one goes."""
    lines = list(wrap(text, size, width, bold=bold))
    shown = [*lines[: most - 1], "".join(lines[most - 1 :])]
    for line in filter(None, shown):
        draw_text(canvas, left, y, line.strip(), size, width, bold=bold)
        y -= size * 1.35
    return y


def fit_name(name: str) -> tuple[float, list[str]]:
    """Return the largest type in which the name stands whole, and its lines."""
    for size, most in NAME_SIZES:
        lines = [line.strip() for line in wrap(name, size, INNER, bold=True)]
        if len(lines) <= most and all(text_width(word, size, bold=True) <= INNER for word in _TOKEN.findall(name)):
            return size, lines
    return size, [*lines[: most - 1], "".join(lines[most - 1 :])]


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> Iterator[str]:
    """Break a text into lines: between words, between Chinese characters, within a word only if need be."""
    line = ""
    for token in _TOKEN.findall(text):
        for part in _parts(token, size, width, bold):
            if line and text_width((line + part).strip(), size, bold=bold) > width:
                yield line
                line = ""
            line += part
    if line.strip():
        yield line


def _parts(token: str, size: float, width: float, bold: bool) -> str | list[str]:
    """Return the token whole, or its characters when no line could hold it."""
    return [token] if text_width(token, size, bold=bold) <= width else token
