"""Rows of the table. A target is for `ratio` where a row is held against something, else for `value`."""

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    """One line; `range` and `peers` say more than the contract asks for."""

    name: str
    value: float
    unit: str
    against: str | None = None
    ratio: float | None = None
    target: float | None = None
    ok: bool = True
    range: list[float] = field(default_factory=list)
    peers: str = ""


def figure(name: str, value: float, unit: str, target: float | None = None, peers: str = "") -> Row:
    """A row judged by its value."""
    value = round(value, 3)
    return Row(name, value, unit, None, None, target, target is None or value <= target, [], peers)


def ratio(
    name: str,
    values: list[float],
    unit: str,
    against: str,
    yards: list[float],
    target: float | None = None,
    peers: str = "",
) -> Row:
    """A row of rounds: the median ratio is shown, the best round is judged."""
    ratios = sorted(value / yard for value, yard in zip(values, yards, strict=True))
    middle = round(statistics.median(ratios), 3)
    span = [round(ratios[0], 3), round(ratios[-1], 3)] if len(ratios) > 1 else []
    ok = target is None or ratios[0] <= target
    return Row(name, round(statistics.median(values), 3), unit, against, middle, target, ok, span, peers)


def write(rows: list[Row], path: Path) -> None:
    """Keep the rows for programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")


def show(rows: list[Row]) -> str:
    """The rows for people."""
    lines = [("", "what", "value", "ratio", "range", "target", "against", "peers")]
    lines += [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    mark = "MISSED" if not row.ok else "ok" if row.target is not None else ""
    return (
        mark,
        row.name,
        f"{row.value:g} {row.unit}",
        "" if row.ratio is None else f"{row.ratio:g}",
        " – ".join(f"{edge:g}" for edge in row.range),
        "" if row.target is None else f"≤ {row.target:g}",
        row.against or "",
        row.peers,
    )
