"""Large numbers as each language says them."""

import pytest
from django.utils.translation import override

from apps.editions.amounts import in_words


@pytest.mark.parametrize(
    ("value", "english", "chinese", "german"),
    [
        (60, "60", "60", "60"),
        (1572, "1,572", "1,572", "1.572"),
        (350_000, "350,000", "350,000", "350.000"),
        (250_000_000, "250 million", "2.5亿", "250 Millionen"),
        (16_200_000_000, "16.2 billion", "162亿", "16,2 Milliarden"),
        (40_000_000_000, "40 billion", "400亿", "40 Milliarden"),
    ],
)
def test_words(value: int, english: str, chinese: str, german: str) -> None:
    said = []
    for language in ("en", "zh-hans", "de"):
        with override(language):
            said.append(in_words(value))
    assert said == [english, chinese, german]
