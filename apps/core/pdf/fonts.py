"""Type for PDFs: picks a font for each character, so that every name prints whole.

deploy/fonts/README.md says what the fonts are, what they cover and how they are built.
"""

import re
import unicodedata
from pathlib import Path
from threading import RLock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[3] / "deploy" / "fonts" / "pdf"

LATIN, LATIN_BOLD, HAN, RARE = "WAICLatin", "WAICLatinBold", "WAICHan", "WAICRare"
FILES = {
    LATIN: "waic-pdf-latin.ttf",
    LATIN_BOLD: "waic-pdf-latin-bold.ttf",
    HAN: "waic-pdf-han.ttf",
    RARE: "waic-pdf-rare.ttf",
}
FALLBACK_ORDER = (LATIN, HAN, RARE)
BOX = "\u25a1"  # stands for a character that no font has
ELLIPSIS = "…"
SMALLEST_SHRINK = 0.7
# Only Latin has a bold cut; Han gets its outline thickened by this share of the size.
BOLD_STROKE = 0.022

_EMOJI = range(0x1F000, 0x1FB00)
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_loading = RLock()
_loaded: dict[str, "EmbeddedFont"] = {}


class EmbeddedFont(TTFont):
    """A subset-embedding font whose text can be copied beyond U+FFFF too.

    reportlab 5.1 writes such characters into the ToUnicode map as one number; PDF wants UTF-16.
    """

    def addObjects(self, doc):
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = re.sub(r"<([0-9A-F]{5,6})>", _as_utf16, stream.content)


def _as_utf16(match: re.Match) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


def _font(name: str) -> EmbeddedFont:
    """The font, read and registered at its first use: a Latin-only text never loads the large one."""
    if name not in _loaded:
        with _loading:
            if name not in _loaded:
                font = EmbeddedFont(name, str(FOLDER / FILES[name]), asciiReadable=False)
                pdfmetrics.registerFont(font)
                _loaded[name] = font
    return _loaded[name]


def register_fonts() -> None:
    """Makes all fonts known to reportlab by name; may be called any number of times."""
    for name in FILES:
        _font(name)


def has_glyph(name: str, character: str) -> bool:
    return ord(character) in _font(name).face.charToGlyph


def clean_text(text: str) -> str:
    """The printable part of a text: composed, on one line, without controls, selectors and emoji."""
    composed = unicodedata.normalize("NFC", text)
    one_line = re.sub(r"\s+", " ", composed)
    return "".join(character for character in one_line if _is_printable(character))


def _is_printable(character: str) -> bool:
    code = ord(character)
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") or code in _EMOJI:
        return False
    return not any(code in selectors for selectors in _VARIATION_SELECTORS)


def split_runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """[(font name, run), …]: for each character the first font that has it, a box where none has."""
    runs: list[tuple[str, str]] = []
    for character in clean_text(text):
        if character == " " and runs and has_glyph(runs[-1][0], " "):
            name = runs[-1][0]
        else:
            name, character = _choose(character, bold)
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + character)
        else:
            runs.append((name, character))
    return runs


def _choose(character: str, bold: bool) -> tuple[str, str]:
    name = next((font for font in FALLBACK_ORDER if has_glyph(font, character)), None)
    if name is None:
        name, character = HAN, BOX
    if bold and name == LATIN:
        name = LATIN_BOLD
    _font(name)
    return name, character


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    return _width(split_runs(text, bold=bold), size)


def _width(runs: list[tuple[str, str]], size: float) -> float:
    return sum(pdfmetrics.stringWidth(run, name, size) for name, run in runs)


def fit_text(text: str, size: float, max_width: float, *, bold: bool = False) -> tuple[str, float]:
    """(text, size) that fit into max_width: first smaller type, then an ellipsis."""
    text = clean_text(text)
    width = text_width(text, size, bold=bold)
    if width <= max_width:
        return text, size
    if width * SMALLEST_SHRINK <= max_width:
        return text, size * max_width / width
    return _cut(text, size * SMALLEST_SHRINK, max_width, bold), size * SMALLEST_SHRINK


def _cut(text: str, size: float, max_width: float, bold: bool) -> str:
    """The longest beginning that fits with an ellipsis; empty when not even that fits."""
    low, high = -1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, size, bold=bold) <= max_width:
            low = middle
        else:
            high = middle - 1
    return "" if low < 0 else text[:low].rstrip() + ELLIPSIS


def draw_text(canvas, x: float, y: float, text: str, size: float, max_width: float | None = None,
              *, bold: bool = False) -> float:  # fmt: skip
    """Draws one line from (x, y) in the canvas's fill colour; returns the width it took."""
    if max_width is not None:
        text, size = fit_text(text, size, max_width, bold=bold)
    runs = split_runs(text, bold=bold)
    canvas.saveState()
    # The thickened strokes of bold Han take the colour of the fill.
    canvas.setStrokeColor(canvas._fillColorObj)
    canvas.setLineWidth(size * BOLD_STROKE)
    canvas.setLineJoin(1)
    line = canvas.beginText(x, y)
    for name, run in runs:
        line.setFont(name, size)
        line.setTextRenderMode(2 if bold and name != LATIN_BOLD else 0)
        line.textOut(run)
    line.setTextRenderMode(0)
    canvas.drawText(line)
    canvas.restoreState()
    return _width(runs, size)
