"""Words as the index keeps them: folded, lightly stemmed, Chinese as single and paired characters.

Everything happens here, nothing in the server's dictionaries, so the index is the same on
every PostgreSQL. Queries are made by the same functions.
"""

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
TOKEN = re.compile(f"[{HAN}]+|[^\\W_]+")
IS_HAN = re.compile(f"[{HAN}]")
ENDINGS = ("innen", "ungen", "ing", "ern", "en", "er", "es", "em", "ed", "e", "n", "s")
SHORTEST_STEM = 4
LONGEST_WORD = 60
MOST_POSITIONS = 16_000
MOST_TERMS = 12
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(text: str) -> str:
    """Lower the case, join full and half width, drop accents."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", lowered)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """Cut one common ending of German or English; too much is cut from both sides alike."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def forms(token: str) -> list[str]:
    """Return the lexemes under which one token of a text is kept."""
    if IS_HAN.match(token):
        pairs = [token[i : i + 2] for i in range(len(token) - 1)]
        return [*token, *pairs]
    word = fold(token)[:LONGEST_WORD]
    spelled_out = fold(token.casefold().translate(UMLAUTS))[:LONGEST_WORD]
    return list(dict.fromkeys((word, stem(word), spelled_out)))


def vector(weighted: dict[str, str]) -> str:
    """Write a tsvector from {weight letter: text}; words keep their order and weight."""
    found: dict[str, list[str]] = {}
    position = 0
    for weight, text in weighted.items():
        for token in TOKEN.findall(unicodedata.normalize("NFKC", text)):
            position = min(position + 1, MOST_POSITIONS)
            for form in forms(token):
                places = found.setdefault(form, [])
                if len(places) < 200:
                    places.append(f"{position}{weight}")
    return " ".join(f"{quoted(form)}:{','.join(places)}" for form, places in found.items())


def query(text: str) -> str:
    """Write a tsquery: every term must be found, a Latin word also as a beginning.

    Returns an empty text when nothing is left to look for.
    """
    terms = []
    for token in TOKEN.findall(unicodedata.normalize("NFKC", text))[:MOST_TERMS]:
        if IS_HAN.match(token):
            pairs = [token[i : i + 2] for i in range(len(token) - 1)] or [token]
            terms.append("(" + " & ".join(quoted(pair) for pair in pairs) + ")")
        else:
            word = fold(token)[:LONGEST_WORD]
            terms.append(f"({quoted(word)}:* | {quoted(stem(word))})")
    return " & ".join(terms)


def quoted(lexeme: str) -> str:
    """Quote a lexeme for a tsvector or tsquery literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
