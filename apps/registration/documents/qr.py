"""The ticket code as a QR code: version 6 at error level M, drawn from runs of dark modules."""

from collections.abc import Iterator
from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

VERSION = 6
QUIET = 4  # modules of white on every side
SIZE = 41 + 2 * QUIET


def runs(code: str) -> Iterator[tuple[int, int, int]]:
    """Yield x, y and length of each row of dark modules, the quiet zone counted in."""
    drawn = segno.make(code, version=VERSION, error="m", boost_error=False)
    for y, row in enumerate(drawn.matrix_iter(border=QUIET)):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start, y, x - start
                start = None


@lru_cache(maxsize=256)
def path(code: str) -> str:
    """Return the drawing as one SVG path."""
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(code))


def inline(code: str, label: str) -> SafeString:
    """Return the picture for a page, black on white in light and dark alike."""
    return format_html(
        '<svg viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>',
        size=SIZE,
        label=label,
        path=path(code),
    )


def file(code: str) -> bytes:
    """Return the picture as an SVG file of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE * 8}" height="{SIZE * 8}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{SIZE}v{SIZE}H0z"/>'
        f'<path d="{path(code)}"/></svg>\n'
    ).encode()
