"""The one exporter: readable in a spreadsheet, never run by one."""

import csv
import io

import pytest
from openpyxl import load_workbook

from apps.core import exporter

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|cmd", "＝1", "＋1", "－1", "＠1", " =1", "\u3000=1", "\u00a0=1",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "\x00=1", "\ufeff=1",
]  # fmt: skip


def read_csv(export):
    """Return the rows of a CSV export."""
    return list(csv.reader(io.StringIO(b"".join(export.content).decode("utf-8-sig"))))


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_holds_no_formula(text):
    (_header, (cell,)) = read_csv(exporter.to_csv(["name"], [[text]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("text", HOSTILE)
def test_xlsx_holds_no_formula(text):
    data = b"".join(exporter.to_xlsx(["name"], [[text]]).content)
    cell = load_workbook(io.BytesIO(data)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["Lin Yue", "㛃䶮𬱖", "شيماء", "O'Neil", "50 %", "a=b"])
def test_other_text_stays_as_it_is(text):
    assert read_csv(exporter.to_csv(["name"], [[text]]))[1] == [text]


def test_headers_are_guarded_as_well():
    assert read_csv(exporter.to_csv(["=1"], []))[0] == ["'=1"]


def test_numbers_stay_numbers_and_moments_are_in_shanghai(sunday_morning):
    data = b"".join(exporter.to_xlsx(["n", "at"], [[-5, sunday_morning]]).content)
    sheet = load_workbook(io.BytesIO(data)).active
    assert (sheet["A2"].value, sheet["B2"].value) == (-5, "2025-07-27 10:00:00")


def test_csv_is_written_piece_by_piece():
    taken = []

    def rows():
        for number in range(20_000):
            taken.append(number)
            yield [number, "x" * 50]

    export = exporter.to_csv(["n", "text"], rows())
    next(export.content)
    assert 0 < len(taken) < 5_000
