"""Files of any make: what is read, and which sentence refuses the rest."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from apps.core.imports import Unreadable, as_bool, as_date, as_integer, as_list, read
from apps.core.imports.reader import MAX_BYTES

TEXT = "name,city\n林悦,上海\nMüller,Köln\n"


def table(data: bytes):
    return read(io.BytesIO(data))


def cells(data: bytes) -> list[list[str]]:
    return [list(row.cells.values()) for row in table(data).rows]


def workbook(*rows, merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "CSV, UTF-8"),
        ("utf-8-sig", "CSV, UTF-8"),
        ("utf-16", "CSV, UTF-16"),
        ("utf-16-le", "CSV, UTF-16-LE"),
        ("utf-16-be", "CSV, UTF-16-BE"),
    ],
)
def test_encodings_are_told_apart(encoding, said):
    data = TEXT.encode(encoding)

    assert table(data).made_as == said
    assert cells(data) == [["林悦", "上海"], ["Müller", "Köln"]]


def test_gb18030_is_read_and_named():
    found = table("姓名,城市\n𬱖㛃,上海\n".encode("gb18030"))

    assert found.made_as == "CSV, GB18030"
    assert found.rows[0].cells == {"姓名": "𬱖㛃", "城市": "上海"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_of_any_program(separator):
    assert cells(f"a{separator}b\n1{separator}2\n".encode()) == [["1", "2"]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_any_system(ending):
    assert cells(f"a,b{ending}1,2{ending}3,4{ending}".encode()) == [["1", "2"], ["3", "4"]]


def test_an_open_quotation_mark_is_reported_at_its_line():
    rows = table(b'a,b\n1,2\n"open,3\n4,5\n').rows

    assert rows[0].cells == {"a": "1", "b": "2"}
    assert rows[1].number == 3
    assert rows[1].problem == "A quotation mark is opened here and not closed; lines 3 to 4 were not read."


def test_a_misplaced_quotation_mark_spoils_its_own_line_only():
    rows = table(b'a,b\n"x"y,2\n3,4\n').rows

    assert rows[0].problem == "A quotation mark stands where none may stand."
    assert rows[-1].cells == {"a": "3", "b": "4"}


def test_a_line_with_too_many_cells_is_reported():
    rows = table(b"a,b\n1,2,3\n4\n").rows

    assert rows[0].problem == "The line has 3 cells, the first line has 2."
    assert rows[1].problem == ""
    assert rows[1].cells == {"a": "4"}


def test_a_line_with_nul_is_reported():
    assert table(b"a,b\n1,x\x00y\n").rows[0].problem == "The line holds a character that cannot be stored."


def test_empty_lines_are_passed_over_and_numbers_stay():
    assert [row.number for row in table(b"a,b\n\n,\n1,2\n").rows] == [4]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"  \n ", "The file is empty."),
        (b"a,A\n1,2\n", "The first line names a column twice: a."),
        (b"\xff\xff\xff\xff\x81", "The file is neither UTF-8, UTF-16 nor GB18030. Save it as “CSV UTF-8”."),
        (
            b'"a,b\n1,2',
            "The first line cannot be read: A quotation mark is opened here and not closed; lines 1 to 2 were not read.",
        ),
        (b"a\n" + b"1\n" * 20_001, "The file has more than 20000 lines. Divide it."),
        (b"," * 300 + b"x\n1", "The file has more than 200 columns."),
        (b"x" * (MAX_BYTES + 1), "The file is larger than 20 MB."),
        (b"PK\x03\x04 not really a workbook", "This is not a workbook that can be read. Save it as XLSX or as CSV."),
    ],
    ids=["nothing", "blank", "twice", "binary", "open header", "rows", "columns", "size", "broken zip"],
)
def test_what_cannot_be_read_rightly_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(Unreadable, match="^" + sentence.replace(".", r"\.") + "$"):
        table(data)


def test_a_cell_beyond_reason_is_reported():
    row = table(b"a\n" + b"x" * 30_000).rows[0]

    assert row.problem == "A cell is longer than 20000 characters."


# --- XLSX ---


def test_a_workbook_is_read_as_the_text_that_a_person_would_type():
    found = table(workbook(["a", "b", "c", "d"], ["林悦", 1990, dt.datetime(2025, 7, 26), 2.5]))

    assert found.made_as == "XLSX"
    assert found.rows[0].cells == {"a": "林悦", "b": "1990", "c": "2025-07-26", "d": "2.5"}


def test_a_formula_is_read_as_its_text_and_never_computed():
    found = table(workbook(["name"], ['=HYPERLINK("http://evil.example","click")'], ["=1+1"]))

    assert [row.cells["name"] for row in found.rows] == ['=HYPERLINK("http://evil.example","click")', "=1+1"]


def test_merged_cells_are_refused():
    with pytest.raises(Unreadable, match="merged cells"):
        table(workbook(["a", "b"], ["1", "2"], merge="A2:B2"))


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Unreadable, match="not a workbook"):
        table(file.getvalue())


def test_a_workbook_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("apps.core.imports.reader.MAX_UNPACKED", 1000)
    with pytest.raises(Unreadable, match="too large when unpacked"):
        table(workbook(["a"], ["1"]))


# --- cells ---


@pytest.mark.parametrize(
    "text", ["2025-07-26", "2025/7/26", "20250726", "26.07.2025", "26.7.2025", "2025年7月26日", "45864"]
)
def test_dates_as_people_and_spreadsheets_write_them(text):
    assert as_date(text) == dt.date(2025, 7, 26)


@pytest.mark.parametrize("text", ["2025-02-30", "tomorrow", "7/26/2025", "12", "99999999"])
def test_what_is_no_date(text):
    with pytest.raises(ValidationError, match="is no date"):
        as_date(text)


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("12", 12), ("1,200", 1200), ("1.200", 1200), ("-3", -3), ("１２", None)]
)
def test_whole_numbers(text, value):
    if text and value is None:
        with pytest.raises(ValidationError, match="no whole number"):
            as_integer(text)
    else:
        assert as_integer(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("是", True), ("ja", True), ("", False), ("No", False), ("否", False)]
)
def test_yes_and_no(text, value):
    assert as_bool(text) is value


def test_neither_yes_nor_no():
    with pytest.raises(ValidationError, match="neither yes nor no"):
        as_bool("maybe")


def test_lists():
    assert as_list("a, b；c、d,,") == ["a", "b", "c", "d"]
