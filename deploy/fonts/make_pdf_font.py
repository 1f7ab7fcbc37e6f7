"""Writes deploy/fonts/pdf/*.ttf, the fonts of every PDF (badges, tickets, invoices).

Run in a virtual environment of its own (nothing of this belongs to the project):
    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install "fonttools[woff]"
    /tmp/fonts/bin/python deploy/fonts/make_pdf_font.py
apt-get (after `apt-get update`), npm and pip have to be at hand. Takes about a minute.

reportlab draws TrueType outlines only and shapes nothing, so the fonts are built anew from
outlines and widths: no hinting, no layout tables, cubic curves turned into quadratic ones.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Scale
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from sources import INTER, debian, npm, unihan_sources

TARGET = Path(__file__).resolve().parent / "pdf"
MAX_BYTES = 15_000_000
CURVE_ERROR = 1.0  # thousandths of the type size

LATIN_RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x205F), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x2100, 0x214F), (0x2190, 0x2199), (0x2212, 0x2265),
]  # fmt: skip

# Chinese sources of Unicode from which names of people and places are taken: the identity card
# register, place names, surveying, and the dictionaries and presses of today.
NAME_SOURCES = {
    "G3", "GU", "GBK", "GCH", "GCY", "GCYY", "GDM", "GDZ", "GFC", "GFZ", "GGH", "GHC", "GIDC", "GJZ", "GKJ", "GLGYJ",
    "GOCD", "GPGLG", "GRM", "GWZ", "GXC", "GXH", "GXHZ", "GZH",
}  # fmt: skip


@dataclass
class Source:
    """One font to draw from, at one place of its axes."""

    font: TTFont
    location: dict[str, float] | None = None

    def __post_init__(self):
        self.cmap = self.font.getBestCmap()
        self.glyphs = self.font.getGlyphSet(location=self.location)
        self.units = self.font["head"].unitsPerEm
        self.cubic = "CFF " in self.font

    def outline(self, name: str, units: int):
        """(glyph, advance) in the units of the font being built."""
        pen = TTGlyphPen(None)
        target = Cu2QuPen(pen, CURVE_ERROR * units / 1000, reverse_direction=True) if self.cubic else pen
        drawing = DecomposingRecordingPen(self.glyphs)
        self.glyphs[name].draw(drawing)
        scale = units / self.units
        drawing.replay(TransformPen(target, Scale(scale)) if scale != 1 else target)
        return pen.glyph(dropImpliedOnCurves=True), round(self.glyphs[name].width * scale)


@dataclass
class Face:
    """A font to be written: which source draws which character."""

    family: str
    units: int
    notdef: Source
    characters: list[tuple[Source, set[int]]]
    copyright: str

    def write(self, path: Path) -> None:
        glyphs, advances, cmap = self._draw()
        hhea = self.notdef.font["hhea"]
        scale = self.units / self.notdef.units
        ascent, descent = round(hhea.ascent * scale), round(hhea.descent * scale)
        builder = FontBuilder(self.units, isTTF=True)
        builder.setupGlyphOrder(list(glyphs))
        builder.setupCharacterMap(cmap)
        builder.setupGlyf(glyphs)
        drawn = builder.font["glyf"]
        builder.setupHorizontalMetrics({name: (width, drawn[name].xMin if drawn[name].numberOfContours else 0)
                                        for name, width in advances.items()})  # fmt: skip
        builder.setupHorizontalHeader(ascent=ascent, descent=descent)
        builder.setupNameTable({
            "copyright": self.copyright, "familyName": self.family, "styleName": "Regular",
            "psName": self.family.replace(" ", ""), "fullName": self.family, "version": "Version 1.0",
            "licenseDescription": "SIL Open Font License, Version 1.1", "licenseInfoURL": "https://openfontlicense.org",
        }, mac=False)  # fmt: skip
        builder.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, usWinAscent=ascent, usWinDescent=-descent,
                         fsType=0)  # fmt: skip
        builder.setupPost(keepGlyphNames=False)
        builder.save(path)

    def _draw(self):
        glyph, advance = self.notdef.outline(".notdef", self.units)
        glyphs, advances, cmap, named = {".notdef": glyph}, {".notdef": advance}, {}, {}
        for number, (source, codes) in enumerate(self.characters):
            for code in sorted(codes - cmap.keys()):
                key = (number, source.cmap[code])
                if key not in named:
                    named[key] = f"g{len(glyphs)}"
                    glyphs[named[key]], advances[named[key]] = source.outline(key[1], self.units)
                cmap[code] = named[key]
        return glyphs, advances, cmap


def is_han(code: int) -> bool:
    return 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF


def characters_in_names() -> set[int]:
    """Han characters that Unicode took from one of NAME_SOURCES."""
    pattern = re.compile(r"U\+([0-9A-F]+)\tkIRG_GSource\t([A-Z0-9]+)")
    found = (pattern.match(line) for line in unihan_sources().read_text(encoding="utf-8").splitlines())
    return {int(match[1], 16) for match in found if match and match[2] in NAME_SOURCES}


def latin_faces(inter: Path) -> dict[str, Face]:
    wanted = {code for first, last in LATIN_RANGES for code in range(first, last + 1)}
    faces = {}
    for file, weight in (("waic-pdf-latin.ttf", 400), ("waic-pdf-latin-bold.ttf", 650)):
        source = Source(TTFont(inter / "variable" / "InterVariable.woff2"), {"wght": weight, "opsz": 20})
        family = "WAIC PDF Latin Bold" if weight > 400 else "WAIC PDF Latin"
        notice = source.font["name"].getDebugName(0)
        faces[file] = Face(family, source.units, source, [(source, wanted & source.cmap.keys())], notice)
    return faces


def han_faces(noto: Path, wenkai: Path, hanazono: Path) -> dict[str, Face]:
    sans = Source(TTFont(next(noto.rglob("NotoSansCJK-Regular.ttc")), fontNumber=2))
    if sans.font["name"].getDebugName(4) != "Noto Sans CJK SC":
        raise SystemExit("the third font of NotoSansCJK-Regular.ttc is not Noto Sans CJK SC")
    kai = Source(TTFont(next(wenkai.rglob("LXGWWenKai-Regular.ttf"))))
    ming = [Source(TTFont(next(hanazono.rglob(f"HanaMin{part}.ttf")))) for part in "AB"]
    rare = {code for code in kai.cmap if is_han(code)} | characters_in_names()
    rare -= sans.cmap.keys()
    drawn = [(source, rare & source.cmap.keys()) for source in (kai, *ming)]
    notices = "; ".join(source.font["name"].getDebugName(0) for source in (kai, ming[0]))
    return {
        "waic-pdf-han.ttf": Face("WAIC PDF Han", 1000, sans, [(sans, set(sans.cmap))],
                                 sans.font["name"].getDebugName(0)),
        "waic-pdf-rare.ttf": Face("WAIC PDF Rare", 1000, sans, drawn, notices),
    }  # fmt: skip


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # the same input gives the same bytes
    inter, noto, wenkai, hanazono = npm(INTER), *map(debian, ("fonts-noto-cjk", "fonts-lxgw-wenkai", "fonts-hanazono"))
    TARGET.mkdir(parents=True, exist_ok=True)
    for file, face in (latin_faces(inter) | han_faces(noto, wenkai, hanazono)).items():
        face.write(TARGET / file)
        count = len(TTFont(TARGET / file).getBestCmap())
        print(f"{file}: {(TARGET / file).stat().st_size} bytes, {count} characters")
    shutil.copyfile(inter / "LICENSE.txt", TARGET / "LICENSE-latin.txt")
    for package, name in ((noto, "han"), (wenkai, "rare-wenkai"), (hanazono, "rare-hanazono")):
        shutil.copyfile(next(package.rglob("copyright")), TARGET / f"LICENSE-{name}.txt")
    total = sum(path.stat().st_size for path in TARGET.glob("*.ttf"))
    if total > MAX_BYTES:
        raise SystemExit(f"the PDF fonts have {total} bytes together, more than {MAX_BYTES}")
    print(f"together {total} bytes")


if __name__ == "__main__":
    main()
