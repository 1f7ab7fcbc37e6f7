"""Names, years of birth, countries as people type them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from apps.people import countries
from apps.people.names import age_on, clean_birth_year, clean_name

TODAY = dt.date(2025, 7, 27)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lin   Yue ", "Lin Yue"),
        ("林\u3000悦", "林 悦"),
        ("Jose\u0301", "José"),
        ("Anna\r\nBcc: x", "Anna Bcc: x"),
        ("Anna\u202egro.live", "Annagro.live"),
        ("محمد علي", "محمد علي"),
        ("דוד", "דוד"),
        ("नरेन्द्र", "नरेन्द्र"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("㛃䶮𬱖", "㛃䶮𬱖"),
        ("\U00031350", "\U00031350"),
        ("Zoë 🎉", "Zoë 🎉"),
        ("O’Brien-Müller Jr.", "O’Brien-Müller Jr."),
        ("=1+1 Anna", "=1+1 Anna"),
        ("x" * 120, "x" * 120),
        ("\x07Ann\x00a".replace("\x00", ""), "Anna"),
        ("An\ud800na", "Anna"),
    ],
)
def test_names_of_all_scripts_are_kept(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("\u202e\u200b", "required"),
        ("An\x00na", "nul"),
        ("x" * 121, "too_long"),
        ("🎉🎉", "no_letter"),
        ("123 -- !!", "no_letter"),
        ("https://evil.example Anna", "address"),
        ("www.evil.example", "address"),
        ("anna@example.org", "address"),
    ],
)
def test_what_is_no_name_is_refused_in_words(typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_name(typed)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("typed", "year"),
    [("1990", 1990), (1990, 1990), ("１９９０", 1990), ("", None), (None, None), ("2025", 2025), ("1900", 1900)],
)
def test_years_of_birth_that_are_possible(typed, year):
    assert clean_birth_year(typed, TODAY) == year


@pytest.mark.parametrize("typed", ["1899", "2026", "90", "19900", "abcd", "-990", "1990.0", "1e3", "٢٠٠٠x", True])
def test_years_of_birth_that_are_not(typed):
    with pytest.raises(ValidationError):
        clean_birth_year(typed, TODAY)


def test_a_year_alone_means_the_youngest_possible_age():
    assert age_on(2011, dt.date(2025, 7, 27)) == 13
    assert age_on(2011, dt.date(2025, 12, 30)) == 13
    assert age_on(2011, dt.date(2025, 12, 31)) == 14
    assert age_on(2025, dt.date(2025, 7, 27)) == 0


@pytest.mark.parametrize("language", ["zh-hans", "en", "de"])
def test_every_country_has_a_name_in_each_language(language):
    names = dict(countries.choices(language))
    assert len(names) == 249
    assert set(names) == set(countries.CODES)
    assert all(names.values())


def test_regions_are_named_as_event_sites_in_china_name_them():
    named = {
        language: [countries.name_of(code, language) for code in ("HK", "MO", "TW")]
        for language in ("zh-hans", "en", "de")
    }
    assert named == {
        "zh-hans": ["中国香港", "中国澳门", "中国台湾"],
        "en": ["Hong Kong, China", "Macao, China", "Taiwan, China"],
        "de": ["Hongkong, China", "Macau, China", "Taiwan, China"],
    }


def test_codes_are_exact():
    assert countries.is_country("CN")
    assert not any(countries.is_country(code) for code in ("cn", "ZZ", "EU", "", "XX", "CHN"))


def test_lists_begin_where_readers_expect():
    assert [name for _code, name in countries.choices("en")[:2]] == ["Afghanistan", "Åland Islands"]
    assert countries.choices("zh-hans")[0][1].startswith("阿")
