"""Artwork and icons made from words: the same words give the same picture, everywhere and for ever.

The markup holds numbers and class names only, never the words themselves, so it is safe to print;
colours are classes of static/css/pages.css, so a picture follows hue, light and dark.
"""

import functools
import hashlib
import math
import random
import re

from django.utils.safestring import SafeString

MOTIFS = ("core", "industry", "terminals", "connection")

# What our own generators write, and nothing else: a stored picture that says more is not printed.
_ATTRIBUTES = (
    "class|viewBox|preserveAspectRatio|aria-hidden|d|cx|cy|r|x|y|width|height|rx|transform"
    "|stroke-width|stroke-opacity|stroke-dasharray"
)
_REST = rf'(?: (?:{_ATTRIBUTES})="[\w .,()-]*")*/?>'
_OURS = re.compile(
    rf'<svg class="art-(?:field|motif|wave)"{_REST}(?:</?(?:g|path|circle|rect){_REST})*</svg>', re.ASCII
)


def stored(markup) -> SafeString:
    """A picture kept in the database, printed only if it can have come from this module."""
    text = str(markup or "")
    return SafeString(text if _OURS.fullmatch(text) else "")


@functools.lru_cache(maxsize=128)
def field(words: str, width: int = 1600, height: int = 900, lines: int = 135) -> SafeString:
    """Hero art: signals bending round a few centres; each line is one stream through a field of vortices."""
    r = _seeded(words)
    centres = [
        (r.uniform(0.5, 1.02) * width, r.uniform(-0.05, 1.0) * height, r.choice((-1, 1)) * r.uniform(0.6, 1.4))
        for _ in range(6)
    ]
    groups = {colour: [] for colour in range(1, 6)}
    for _ in range(lines):
        start = (r.uniform(0.18, 1.05) * width, r.uniform(-0.05, 1.05) * height)
        points, slopes = _stream(start, centres)
        colour = 1 + min(int(r.random() ** 2.2 * 5), 4)
        x, y = points[-1]
        groups[colour].append(
            f'<path d="{_curve(points, slopes)}" stroke-opacity="{r.uniform(0.25, 0.95):.2f}"'
            f' stroke-width="{r.choice((1, 1.4, 2))}"/>'
            f'<circle class="d{colour}" cx="{x:.0f}" cy="{y:.0f}" r="{r.uniform(1.6, 3.4):.1f}" stroke-width="0"/>'
        )
    body = "".join(f'<g class="s{colour}">{"".join(parts)}</g>' for colour, parts in groups.items() if parts)
    return _svg("field", f"0 0 {width} {height}", body, fit="xMaxYMid slice")


@functools.lru_cache(maxsize=128)
def motif(words: str, kind: str) -> SafeString:
    """A pavilion's mark: lattice (core), modules (industry), joints (terminals), links (connection)."""
    draw = {"core": _lattice, "industry": _modules, "terminals": _joints, "connection": _links}[kind]
    return _svg("motif", "0 0 400 400", draw(_seeded(words)), fit="xMaxYMax meet")


@functools.lru_cache(maxsize=128)
def art(words: str) -> SafeString:
    """Artwork for an article, forum or exhibit without a picture: bands of a wave, one hue and ink."""
    r, out = _seeded(words), []
    for i in range(26):
        y, a, p, f = 16 + i * 15, r.uniform(6, 34), r.uniform(0, 6.3), r.uniform(0.006, 0.016)
        xs = range(-10, 651, 44)
        points = [(x, y + a * math.sin(x * f + p)) for x in xs]
        slopes = [(44 / 3, 44 / 3 * a * f * math.cos(x * f + p)) for x in xs]
        colour = "h" if r.random() < 0.72 else "i"
        width, opacity = r.choice((1, 2, 2, 5, 9)), r.uniform(0.35, 1)
        out.append(
            f'<path class="{colour}" d="{_curve(points, slopes)}" stroke-width="{width}"'
            f' stroke-opacity="{opacity:.2f}"/>'
        )
    return _svg("wave", "0 0 600 400", "".join(out), fit="xMidYMid slice")


def _seeded(words: str) -> random.Random:
    return random.Random(hashlib.sha256(words.encode()).digest())  # noqa: S311 - a picture, not a secret


def _svg(name: str, box: str, body: str, fit: str) -> SafeString:
    return SafeString(
        f'<svg class="art-{name}" viewBox="{box}" preserveAspectRatio="{fit}" stroke-width="2" aria-hidden="true">'
        f"{body}</svg>"
    )


def _stream(start, centres, steps=14, small=4, length=9):
    """The points of one line and, at each, the third of a step along its course (the handle of a curve)."""
    (x, y), points, slopes = start, [], []
    for count in range(steps * small + 1):
        dx, dy = 1.0, 0.12
        for cx, cy, spin in centres:
            ex, ey = x - cx, y - cy
            pull = 26000 * spin / (ex * ex + ey * ey + 24000)
            dx, dy = dx - ey / 260 * pull, dy + ex / 260 * pull
        norm = math.hypot(dx, dy) or 1
        dx, dy = length * dx / norm, length * dy / norm
        if count % small == 0:
            points.append((x, y))
            slopes.append((dx * small / 3, dy * small / 3))
        x, y = x + dx, y + dy
    return points, slopes


def _curve(points, slopes) -> str:
    """One smooth path in whole numbers, each relative to the point before: short to write, without corners."""
    x, y = round(points[0][0]), round(points[0][1])
    out = [f"M{x} {y}"]
    for i in range(1, len(points)):
        (px, py), (sx, sy) = points[i], slopes[i]
        numbers = [round(px - sx) - x, round(py - sy) - y, round(px) - x, round(py) - y]
        if i == 1:
            numbers = [round(slopes[0][0]), round(slopes[0][1]), *numbers]
        out.append(("c" if i == 1 else "s" if i == 2 else " ") + _compact(numbers))
        x, y = round(px), round(py)
    return "".join(out).replace(" -", "-")


def _compact(numbers) -> str:
    return " ".join(str(n) for n in numbers)


def _lattice(r) -> str:
    return "".join(
        f'<circle cx="200" cy="200" r="{18 + i * 20}" stroke-dasharray="{r.randint(4, 90)} {r.randint(4, 26)}"'
        f' transform="rotate({r.randint(0, 360)} 200 200)"/>'
        for i in range(9)
    )


def _modules(r) -> str:
    out = []
    for i in range(6):
        for j in range(6):
            if i + j > 3:
                h = r.randint(8, 46)
                out.append(f'<rect x="{40 + i * 52}" y="{392 - j * 52 - h}" width="40" height="{h}" rx="3"/>')
    return "".join(out)


def _joints(r) -> str:
    """Three limbs that rise from one hip, each with a ring at every joint."""
    out = []
    for lean in (-34, -8, 16):
        x, y = 250, 392
        for _ in range(7):
            nx, ny = x + lean + r.randint(-26, 14), y - r.randint(28, 56)
            radius = r.randint(6, 15)
            length = math.dist((x, y), (nx, ny))
            ex, ey = nx + (x - nx) * radius / length, ny + (y - ny) * radius / length
            out.append(f'<path d="M{x} {y}L{ex:.0f} {ey:.0f}"/><circle cx="{nx}" cy="{ny}" r="{radius}"/>')
            x, y = nx, ny - radius
    return "".join(out)


def _links(r) -> str:
    """Dots spread evenly over a disc, each tied to its nearest three."""
    dots = []
    for i in range(24):
        angle, reach = i * 2.399963 + r.uniform(-0.25, 0.25), 34 * math.sqrt(i + 0.5)
        dots.append((round(215 + reach * math.cos(angle)), round(215 + reach * math.sin(angle))))
    out = []
    for x, y in dots:
        for bx, by in sorted(dots, key=lambda d: math.dist((x, y), d))[1:4]:
            out.append(f'<path d="M{x} {y}Q{(x + bx) // 2 + 14} {(y + by) // 2 - 14} {bx} {by}"/>')
        out.append(f'<circle class="dot" cx="{x}" cy="{y}" r="{r.choice((4, 5, 5, 8))}"/>')
    return "".join(out)


# Icons: 24 by 24, drawn with strokes.
ICONS = {
    "alert": "M12 9v4m0 4h.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z",
    "arrow": "M5 12h14m-6-6 6 6-6 6",
    "back": "M19 12H5m6-6-6 6 6 6",
    "bell": "M18 9a6 6 0 0 0-12 0c0 6-2.5 7.5-2.5 7.5h17S18 15 18 9zM10 20a2.2 2.2 0 0 0 4 0",
    "building": (
        "M4 21V5a1.5 1.5 0 0 1 1.5-1.5h8A1.5 1.5 0 0 1 15 5v16m0-11h3.5A1.5 1.5 0 0 1 20 11.5V21M2.5 21h19"
        "M8 8h3m-3 4h3m-3 4h3"
    ),
    "calendar": (
        "M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5z"
        "M4 10h16M8 3v4m8-4v4"
    ),
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "chevron": "m9 6 6 6-6 6",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-14v5l3.5 2",
    "close": "m6 6 12 12M18 6 6 18",
    "copy": "M9 9h10v11H9zM15 9V4H5v11h4",
    "down": "m6 9 6 6 6-6",
    "download": "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14",
    "edit": "M4 20h4L19 9a2.1 2.1 0 0 0-3-3L5 17zm10.5-12.5 3 3",
    "external": "M14 5h5v5m0-5-8 8M17 14v4a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 5 18V9a1.5 1.5 0 0 1 1.5-1.5h4",
    "filter": "M4 7h16M7 12h10m-7 5h4",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.3 9.5h17.4M3.3 14.5h17.4M12 3c5 5 5 13 0 18-5-5-5-13 0-18z",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-10v5m0-8.5h.01",
    "lock": "M6 11h12v9H6zm2.5 0V8a3.5 3.5 0 0 1 7 0v3",
    "mail": "M4 6h16v12H4zm0 1 8 6 8-6",
    "menu": "M4 8h16M4 16h16",
    "minus": "M5 12h14",
    "phone": "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm3 15h2",
    "pin": "M12 21s7-6.3 7-11.5a7 7 0 0 0-14 0C5 14.7 12 21 12 21zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 8V4h10v4M7 17H4V9.5h16V17h-3M7 14h10v6H7z",
    "qr": "M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h2v2h-2zm4 0h2m-6 4h2v2m2-3h2v3",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 4.5 4.5",
    "share": "M12 15V4M8 7.5 12 4l4 3.5M6 11v8h12v-8",
    "star": "m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z",
    "ticket": "M3.5 7h17v3.5a1.5 1.5 0 0 0 0 3V17h-17v-3.5a1.5 1.5 0 0 0 0-3zM14 7v2m0 2v2m0 2v2",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7.5 8.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
    "users": (
        "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6.5 8c.6-3.5 3.2-5.2 6.5-5.2s5.9 1.7 6.5 5.2"
        "M16 4.8a3.5 3.5 0 0 1 0 6.4m2 3.5c2 .8 3.2 2.4 3.6 4.8"
    ),
    "walk": (
        "M13 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM9 21l2-6-1.5-3 1-4.5L14 8l2 3 2.5 1M7 12l1-3 2.5-1.5"
        "M11 15l3 2.5 1 3.5"
    ),
}
