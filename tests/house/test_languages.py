"""Every text of ours is there in Chinese and German: whole, current, with the same placeholders."""

import re
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from waic.launch.messages import LOCALE, TRANSLATIONS, is_translated, template

PLURAL_FORMS = {"zh_Hans": 1, "de": 2}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
BORROWED = "apps/people/borrowed.py"
TAG = re.compile(r"</?\w+")
MARKUP = re.compile(r"<[^>]*>")

# Collected once for all tests below.
source = cache(template)


@cache
def translation(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as handle:
        return read_po(handle, locale=language, abort_invalid=True)


def texts(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def keys(catalog: Catalog) -> set[tuple]:
    return {(message.context, message.id) for message in texts(catalog)}


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def found(pattern: re.Pattern, text: str) -> list[str]:
    return sorted(pattern.findall(text))


def test_the_languages_are_the_ones_that_are_collected():
    assert set(TRANSLATIONS) == set(PLURAL_FORMS)


@pytest.mark.parametrize("language", TRANSLATIONS)
class TestACatalogue:
    def test_holds_every_text_of_code_and_templates_and_no_other(self, language):
        """`make messages` collects what is new and drops what is gone."""
        ours, theirs = keys(source()), keys(translation(language))
        assert sorted(map(str, ours - theirs)) == []
        assert sorted(map(str, theirs - ours)) == []

    def test_translates_every_text(self, language):
        assert [message.id for message in texts(translation(language)) if not is_translated(message)] == []

    def test_guesses_nothing(self, language):
        catalog = translation(language)
        assert not catalog.fuzzy
        assert [message.id for message in texts(catalog) if message.fuzzy] == []

    def test_has_the_plural_forms_of_its_language(self, language):
        catalog, forms = translation(language), PLURAL_FORMS[language]
        assert catalog.num_plurals == forms
        counted = [message for message in texts(catalog) if isinstance(message.id, tuple)]
        assert counted
        assert [message.id for message in counted if len(strings(message)) != forms] == []

    def test_keeps_placeholders_and_markup(self, language):
        """A placeholder that is lost or misspelt would show as text or stop the page."""
        broken = [
            (message.id, text)
            for message in texts(translation(language))
            for text in strings(message)
            for pattern in (PLACEHOLDER, TAG)
            if found(pattern, text) not in [found(pattern, one) for one in ids(message)]
        ]
        assert broken == []

    def test_begins_and_ends_like_its_source(self, language):
        """No stray space; Django itself wants line breaks at both ends to agree."""
        assert [m.id for m in texts(translation(language)) for text in strings(m) if text != text.strip()] == []

    def test_uses_the_quotation_marks_of_its_language(self, language):
        straight = [text for m in texts(translation(language)) for text in strings(m) if '"' in MARKUP.sub("", text)]
        assert straight == []

    def test_names_places_without_line_numbers(self, language):
        """A moved line is no change of a translation."""
        assert {line for m in texts(translation(language)) for _place, line in m.locations} == {None}


def library_texts() -> set[str]:
    found = set()
    for library, where in ((django, "contrib/auth/locale"), (allauth, "locale")):
        path = Path(library.__file__).parent / where / "de" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as handle:
            found |= {ids(message)[0] for message in texts(read_po(handle))}
    return found


def test_a_borrowed_text_is_one_that_its_library_still_asks_for():
    """Otherwise our wording of it would reach nobody, and the library's would come back."""
    ours = {ids(message)[0] for message in texts(source()) if (BORROWED, None) in message.locations}
    assert ours
    assert ours - library_texts() == set()
