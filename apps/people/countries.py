"""Countries and regions by their ISO code, named in the three languages of the site."""

import unicodedata
from functools import cache

from babel import Locale

# ISO 3166-1. The territory data also name regions of the world and old states, which
# nobody comes from.
_ISO_CODES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
CODES = frozenset(_ISO_CODES.split())
# As event sites in China write them.
_OWN = {
    "en": {"HK": "Hong Kong, China", "MO": "Macao, China", "TW": "Taiwan, China"},
    "zh": {"HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾"},
    "de": {"HK": "Hongkong, China", "MO": "Macau, China", "TW": "Taiwan, China"},
}


def is_country(code: str) -> bool:
    """Tell whether a text is the code of a country or region."""
    return code in CODES


def name_of(code: str, language: str) -> str:
    """Return the name in a language, or the code itself where there is none."""
    return dict(choices(language)).get(code, code)


def choices(language: str) -> list[tuple[str, str]]:
    """Return code and name of all countries and regions, in the order of the language."""
    return list(_choices(language.partition("-")[0]))


@cache
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    tag = {"zh": "zh_Hans", "de": "de"}.get(language, "en")
    territories = Locale.parse(tag).territories
    own = _OWN.get(language, _OWN["en"])
    named = [(code, own.get(code) or territories[code]) for code in CODES]
    return tuple(sorted(named, key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    """Sort Chinese names by sound (the order of GB 2312), others without regard to accents."""
    if name[0] > "\u2fff":
        return name.encode("gb18030").hex()
    folded = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))
