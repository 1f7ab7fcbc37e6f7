"""Writes static/fonts/inter-subset.woff2, the one Latin font of the site.

Run in a virtual environment of its own (nothing of this belongs to the project):
    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install "fonttools[woff]"
    /tmp/fonts/bin/python deploy/fonts/make_inter.py
npm has to be at hand; the source is the variable Inter 4.1 of the package inter-ui.
"""

import io
import os
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from sources import INTER, npm

TARGET = Path(__file__).resolve().parents[2] / "static" / "fonts"
MAX_BYTES = 60_000
# The optical size axis stays: browsers then set headlines in the display cut by themselves.
AXES = {"opsz": (14, 32), "wght": (400, 700)}
# No "calt": its arrow and multiplication sign ligatures would cost 3 KB and change what people typed.
FEATURES = ["kern", "ccmp", "locl", "mark", "cv11", "ss03", "tnum", "case"]

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x149), *range(0x14A, 0x180)]
PINYIN_AND_MORE = "ƠơƯưǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǸǹȘșȚțḾḿẼẽẞ\u0300\u0301\u0302\u0304\u0308\u030c"
SIGNS = "‐‑‒–—―‘’‚“”„†‡•…‰′″‹›⁄€№™−×÷≈≠≤≥←↑→↓↗↘↙↖↔↵⌘✓●○■□▲▼△▽◆◇★☆▶◀"
SPACES = "\u2002\u2003\u2009\u200b\u202f"
RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
CHARACTERS = {*LETTERS, *map(ord, PINYIN_AND_MORE + SIGNS + SPACES + RAISED)}


def narrowed(path: Path) -> TTFont:
    """The variable font with its axes cut down, reloaded so that no lazy table is left."""
    font = instancer.instantiateVariableFont(TTFont(path), AXES)
    font.flavor = None
    whole = io.BytesIO()
    font.save(whole)
    whole.seek(0)
    return TTFont(whole, recalcTimestamp=False)


def reduced(font: TTFont) -> TTFont:
    missing = CHARACTERS - set(font.getBestCmap())
    if missing:
        raise SystemExit(f"Inter lacks: {' '.join(f'U+{code:04X}' for code in sorted(missing))}")
    options = subset.Options(layout_features=FEATURES, hinting=False, glyph_names=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # the same input gives the same bytes
    package = npm(INTER)
    TARGET.mkdir(parents=True, exist_ok=True)
    target = TARGET / "inter-subset.woff2"
    font = reduced(narrowed(package / "variable" / "InterVariable.woff2"))
    font.save(target)
    shutil.copyfile(package / "LICENSE.txt", TARGET / "inter-LICENSE.txt")
    size = target.stat().st_size
    if size > MAX_BYTES:
        raise SystemExit(f"{target} has {size} bytes, more than {MAX_BYTES}")
    print(f"{target.name}: {size} bytes, {len(font.getBestCmap())} characters, axes {AXES}")


if __name__ == "__main__":
    main()
