"""The one writer of CSV and XLSX: types cells, streams, and never exports a formula."""

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from apps.core.clock import SHANGHAI

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
CHUNK = 64 * 1024
UNPRINTABLE = re.compile(r"[\000-\010\013\014\016-\037]")  # what a spreadsheet file cannot hold


class Export(NamedTuple):
    """A finished export: an iterator of bytes, its content type and file ending."""

    content: Iterator[bytes]
    content_type: str
    extension: str


def safe_text(value: str) -> str:
    """Return text that a spreadsheet shows and does not run; it stays readable."""
    text = UNPRINTABLE.sub("", value)
    if text.lstrip(" \u3000\u00a0\ufeff").startswith(FORMULA_STARTS):
        return "'" + text
    return text


def cell(value: Any) -> Any:
    """Turn a Python value into a plain cell: text, number, moment in Shanghai time."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.datetime):
        local = value.astimezone(SHANGHAI) if value.tzinfo else value
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return safe_text(", ".join(str(part) for part in value))
    return safe_text(str(value))


def to_csv(headers: list[str], rows: Iterable[Iterable[Any]]) -> Export:
    """Stream UTF-8 CSV with a byte-order mark, so that spreadsheets read Chinese rightly."""

    def stream() -> Iterator[bytes]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        buffer.write("\ufeff")
        writer.writerow([cell(header) for header in headers])
        for row in rows:
            writer.writerow([cell(value) for value in row])
            if buffer.tell() > CHUNK:
                yield _drain(buffer)
        yield _drain(buffer)

    return Export(stream(), "text/csv; charset=utf-8", "csv")


def to_xlsx(headers: list[str], rows: Iterable[Iterable[Any]], title: str = "Export") -> Export:
    """Write XLSX row by row through a temporary file; memory does not grow with the rows."""
    from openpyxl import Workbook  # heavy, and few web processes ever export

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([cell(header) for header in headers])
    for row in rows:
        sheet.append([_typed(sheet, cell(value)) for value in row])
    file = tempfile.TemporaryFile()
    book.save(file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Export(iter(lambda: file.read(CHUNK), b""), kind, "xlsx")


def write(fmt: str, headers: list[str], rows: Iterable[Iterable[Any]]) -> Export:
    """Write `csv` or `xlsx`; ValueError for anything else."""
    if fmt == "csv":
        return to_csv(headers, rows)
    if fmt == "xlsx":
        return to_xlsx(headers, rows)
    raise ValueError(f"Unknown export format: {fmt}")


def _drain(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _typed(sheet: Any, value: Any) -> Any:
    """Mark text as text, which a spreadsheet never computes."""
    if not isinstance(value, str) or not value.startswith("'"):
        return value
    from openpyxl.cell import WriteOnlyCell

    typed = WriteOnlyCell(sheet, value=value)
    typed.data_type = "s"
    return typed
