"""Reads CSV and XLSX as rows of text, whatever encoding, separator or program made them.

A broken line is reported with its number; a file that cannot be read rightly is refused in
one sentence. Formulas are read as the text that they are and never computed.
"""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 20_000_000
MAX_UNPACKED = 300_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LONGEST_CELL = 20_000
SEPARATORS = ",;\t|"
ZIP_START = b"PK\x03\x04"


class Unreadable(Exception):
    """The whole file cannot be taken; the message says why, in the reader's language."""


@dataclass(slots=True)
class Row:
    """One line of the file: its number as a spreadsheet shows it, its cells, what is wrong."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(slots=True)
class Table:
    """A file that was read."""

    headers: list[str]
    rows: list[Row]
    made_as: str = ""


def read(file: BinaryIO) -> Table:
    """Read a file by what it holds, not by its name. Raises Unreadable."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(size)d MB.") % {"size": MAX_BYTES // 1_000_000})
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if data.startswith(ZIP_START):
        return _table(_xlsx(data), "XLSX")
    text, encoding = _decode(data)
    return _table(_csv(text), f"CSV, {encoding}")


def _table(raw: Iterator[tuple[int, list[str], str]], made_as: str) -> Table:
    headers: list[str] = []
    rows: list[Row] = []
    for number, cells, problem in raw:
        if not problem and not any(cells):
            continue
        if not headers:
            headers = _headers(cells, problem)
        elif len(rows) >= MAX_ROWS:
            raise Unreadable(_("The file has more than %(number)d lines. Divide it.") % {"number": MAX_ROWS})
        else:
            rows.append(_row(number, cells, problem, headers))
    if not headers:
        raise Unreadable(_("The file is empty."))
    return Table(headers, rows, made_as)


def _headers(cells: list[str], problem: str) -> list[str]:
    if problem:
        raise Unreadable(_("The first line cannot be read: %(why)s") % {"why": problem})
    headers = [" ".join(cell.split()) for cell in _trimmed(cells)]
    if len(headers) > MAX_COLUMNS:
        raise Unreadable(_("The file has more than %(number)d columns.") % {"number": MAX_COLUMNS})
    folded = [header.casefold() for header in headers if header]
    twice = sorted({header for header in folded if folded.count(header) > 1})
    if twice:
        raise Unreadable(_("The first line names a column twice: %(names)s.") % {"names": ", ".join(twice)})
    return headers


def _row(number: int, cells: list[str], problem: str, headers: list[str]) -> Row:
    cells = _trimmed(cells)
    if not problem and len(cells) > len(headers):
        problem = _("The line has %(many)d cells, the first line has %(few)d.") % {
            "many": len(cells),
            "few": len(headers),
        }
    if not problem and any("\x00" in cell for cell in cells):
        problem = _("The line holds a character that cannot be stored.")
    if not problem and any(len(cell) > LONGEST_CELL for cell in cells):
        problem = _("A cell is longer than %(number)d characters.") % {"number": LONGEST_CELL}
    return Row(number, dict(zip(headers, cells, strict=False)), problem)


def _trimmed(cells: list[str]) -> list[str]:
    """Drop empty cells at the end, which spreadsheets add at will."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


# --- CSV ---


def _decode(data: bytes) -> tuple[str, str]:
    """Return the text of UTF-8, UTF-16 or GB18030 bytes with its encoding; guess nothing else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding.upper().replace("-SIG", "")
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The file is neither UTF-8, UTF-16 nor GB18030. Save it as “CSV UTF-8”."))


def _csv(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield each record with the number of its first line."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, [], _csv_problem(str(error), number, reader.line_num)
            continue
        yield number, [cell.strip() for cell in cells], ""


def _csv_problem(error: str, first: int, last: int) -> str:
    if "unexpected end" in error or "field larger" in error:
        return _("A quotation mark is opened here and not closed; lines %(first)d to %(last)d were not read.") % {
            "first": first,
            "last": last,
        }
    return _("A quotation mark stands where none may stand.")


# --- XLSX ---


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str], str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        rows = list(_sheet_rows(sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_ROWS + 1000)))
    except Unreadable:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        SyntaxError,
        OSError,
    ) as error:
        raise Unreadable(_("This is not a workbook that can be read. Save it as XLSX or as CSV.")) from error
    return iter(rows)


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse archives that swell when unpacked, and merged cells, which hide values."""
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise Unreadable(_("The workbook is too large when unpacked."))
    if "xl/workbook.xml" not in archive.namelist():
        raise Unreadable(_("This is not a workbook that can be read. Save it as XLSX or as CSV."))
    sheets = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
    for name in sheets[:1]:
        if b"<mergeCell " in archive.read(name):
            raise Unreadable(_("The sheet has merged cells. Split them, so that each line has its own values."))


def _sheet_rows(rows: Iterable[tuple]) -> Iterator[tuple[int, list[str], str]]:
    for number, cells in enumerate(rows, start=1):
        yield number, [text_of(cell.value) for cell in cells], ""


def text_of(value: Any) -> str:
    """Return a cell's value as the text that a person would type."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(getattr(value, "text", value)).strip()
