"""Large numbers as each language says them: 250 million, 2.5亿, 250 Millionen."""

from decimal import Decimal

from django.utils.translation import get_language

SPOKEN_FROM = 10_000_000
CHINESE = ((100_000_000, "亿"), (10_000, "万"))
GERMAN = ((1_000_000_000, "Milliarden"), (1_000_000, "Millionen"))
ENGLISH = ((1_000_000_000, "billion"), (1_000_000, "million"))


def in_words(value: int) -> str:
    """Return a number in digits up to ten million, above that with the language's own word."""
    language = (get_language() or "en")[:2]
    if abs(value) < SPOKEN_FROM:
        return _marked(f"{value:,}", language)
    steps = {"zh": CHINESE, "de": GERMAN}.get(language, ENGLISH)
    size, word = next(step for step in steps if abs(value) >= step[0])
    amount = _marked(f"{(Decimal(value) / size).normalize():,f}", language)
    return f"{amount}{word}" if language == "zh" else f"{amount} {word}"


def _marked(text: str, language: str) -> str:
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
