"""PDF type: every name prints whole, fits its place and can be read back."""

import io
import time

import pytest
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from apps.core.pdf import fonts
from apps.core.pdf.fonts import BOX, HAN, LATIN, LATIN_BOLD, RARE

RARE_NAME = "王㛃䶮𬱖𫖯𠅤"


def pdf_of(text, size=24, max_width=None, bold=False):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(600, 200))
    width = fonts.draw_text(canvas, 20, 100, text, size, max_width, bold=bold)
    canvas.save()
    return target.getvalue(), width


def text_in(pdf):
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()


@pytest.mark.parametrize("character", RARE_NAME)
def test_rare_name_characters_are_in_the_main_font(character):
    assert fonts.has_glyph(HAN, character)


@pytest.mark.parametrize(("first", "last"), [(0x4E00, 0x9FEF), (0x3400, 0x4DB5)])
def test_both_blocks_of_gb18030_level_1_are_covered(first, last):
    missing = [code for code in range(first, last + 1) if not fonts.has_glyph(HAN, chr(code))]
    assert missing == []


def test_characters_of_the_identity_register_come_from_the_second_font():
    assert fonts.split_runs("𬸱") == [(RARE, "𬸱")]


def test_each_character_takes_the_first_font_that_has_it():
    assert fonts.split_runs("Dr. 李娜 Müller") == [(LATIN, "Dr. "), (HAN, "李娜 "), (LATIN, "Müller")]
    assert fonts.split_runs("李 Ni", bold=True) == [(HAN, "李 "), (LATIN_BOLD, "Ni")]


@pytest.mark.parametrize("text", ["Łukasz Öztürk", "Lǚ Ràng ǖǘǚǜ", "Дмитрий", "Αλέξανδρος", "Nguyễn Thị Thảo", "ẞ"])
def test_other_alphabets_need_one_font_only(text):
    assert fonts.split_runs(text) == [(LATIN, text)]


def test_decomposed_letters_are_composed():
    assert fonts.split_runs("Mu\u0308ller") == [(LATIN, "Müller")]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x00b\x1b", "ab"),
        ("two\r\nlines\tand tab", "two lines and tab"),
        ("Anna 🎉", "Anna "),
        ("👩🏽‍🚀", ""),
        ("葛\U000e0100城", "葛城"),
        ("\u202eevil\u202c", "evil"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_what_cannot_be_printed_is_left_out(text, printed):
    assert "".join(run for _, run in fonts.split_runs(text)) == printed
    assert text_in(pdf_of(text)[0]) == printed.strip()


def test_a_script_without_a_font_becomes_boxes():
    assert fonts.split_runs("שלום") == [(HAN, BOX * 4)]
    assert text_in(pdf_of("مرحبا بالعالم")[0]) == f"{BOX * 5} {BOX * 7}"


@pytest.mark.parametrize("bold", [False, True])
def test_a_name_with_rare_characters_is_read_back_whole(bold):
    pdf, _ = pdf_of(f"{RARE_NAME} 𬸱 Jürgen", bold=bold)
    assert text_in(pdf) == f"{RARE_NAME} 𬸱 Jürgen"
    assert len(pdf) < 120_000


def test_width_is_the_sum_of_the_advances():
    assert fonts.text_width("王㛃䶮𬱖", 20) == pytest.approx(80, abs=0.01)
    assert fonts.text_width("", 20) == 0
    alone = fonts.text_width("Jürgen", 20) + fonts.text_width("王", 20)
    assert fonts.text_width("Jürgen王", 20) == pytest.approx(alone, abs=0.01)
    assert pdf_of("王㛃䶮𬱖", size=20)[1] == pytest.approx(80, abs=0.01)


def test_text_that_is_a_little_too_wide_is_set_smaller():
    assert fonts.fit_text("王㛃䶮𬱖", 20, 60) == ("王㛃䶮𬱖", pytest.approx(15))
    assert pdf_of("王㛃䶮𬱖", 20, 60)[1] == pytest.approx(60, abs=0.01)


def test_text_that_is_far_too_wide_ends_in_an_ellipsis():
    text, size = fonts.fit_text("上海人工智能实验室" * 20, 20, 100)
    assert size == pytest.approx(14)
    assert text == "上海人工智能…"
    assert fonts.text_width(text, size) <= 100


def test_a_place_too_narrow_for_anything_stays_empty():
    assert fonts.fit_text("王小明", 20, 1)[0] == ""
    assert pdf_of("王小明", 20, 1)[1] == 0


def test_fonts_are_registered_once_and_fast():
    start = time.process_time()
    fonts.register_fonts()
    assert time.process_time() - start < 1
    before = pdfmetrics.getFont(HAN)
    fonts.register_fonts()
    assert pdfmetrics.getFont(HAN) is before


def test_all_pdf_fonts_stay_within_their_budget():
    assert sum(path.stat().st_size for path in fonts.FOLDER.glob("*.ttf")) <= 15_000_000
