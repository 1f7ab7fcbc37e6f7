"""How the benchmark judges: the best round against a ratio, else the value itself."""

import json

from tests.bench import table


def test_the_median_is_shown_and_the_best_round_is_judged():
    row = table.ratio("scan", [6.0, 4.0, 8.0], "ms CPU", "trivial view", [1.0, 1.0, 1.0], 5)
    assert (row.value, row.ratio, row.range, row.ok) == (6.0, 6.0, [4.0, 8.0], True)
    assert table.ratio("scan", [6.0, 5.1], "ms CPU", "trivial view", [1.0, 1.0], 5).ok is False


def test_a_row_against_nothing_is_judged_by_its_value():
    assert table.figure("memory", 169.9996, "MiB", 170).ok is True
    assert table.figure("memory", 170.5, "MiB", 170).ok is False
    assert table.figure("yardstick", 1.2, "ms CPU").ok is True


def test_programs_read_the_rows_of_the_contract(tmp_path):
    table.write([table.figure("memory", 140, "MiB", 170)], tmp_path / "bench.json")
    (row,) = json.loads((tmp_path / "bench.json").read_text())
    assert {"name", "value", "unit", "against", "ratio", "target", "ok"} <= set(row)


def test_people_see_what_was_missed():
    text = table.show([table.figure("memory", 180, "MiB", 170, "pretix 262")])
    assert text.splitlines()[1].split("  ")[0] == "MISSED"
    assert "180 MiB" in text and "≤ 170" in text and "pretix 262" in text
