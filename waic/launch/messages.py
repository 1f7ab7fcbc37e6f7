"""Translations without gettext's programs: `python -m waic.launch.messages [update]`.

Babel compiles `locale/*/LC_MESSAGES/*.po` into `.mo` files, which are not kept in git.
`update` reads the translatable texts out of code and templates into the `.po` files.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from waic.launch.places import ROOT

LOCALE = ROOT / "locale"
# Folders under locale/; English is the language of the source.
TRANSLATIONS = ("de", "zh_Hans")
SOURCES = ("apps", "waic", "templates")
# Name of the function: which argument is what, as xgettext's --keyword has it.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)


def stale() -> list[Path]:
    """The .po files whose .mo file is missing or older."""
    return [
        source
        for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
        if not (target := source.with_suffix(".mo")).exists() or target.stat().st_mtime < source.stat().st_mtime
    ]


def compile_all() -> int:
    """Write the .mo files that are due; the number written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    due = stale()
    for source in due:
        with source.open("rb") as handle:
            catalog = read_po(handle, abort_invalid=True)
        # Written beside and moved: two test runs may do this at once.
        fresh = source.with_suffix(".mo.new")
        with fresh.open("wb") as handle:
            write_mo(handle, catalog)
        fresh.replace(source.with_suffix(".mo"))
    return len(due)


def sources() -> Iterator[Path]:
    """Code and templates that may hold texts."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def texts(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    """Line, text, comments and context of each translatable text of one file."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something like Python on the same lines; the
        # indentation that is left over would not be valid.
        content = re.sub(r"(?m)^[ \t]+", "", templatize(content, origin=str(path)))
    stream = io.BytesIO(content.encode())
    yield from extract("python", stream, keywords=KEYWORDS, comment_tags=COMMENT_TAGS, strip_comment_tags=True)


def template() -> Any:
    """A catalogue of all texts with the places where they stand."""
    from babel.messages.catalog import Catalog

    catalog = Catalog(project="WAIC", charset="utf-8")
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        for _line, text, comments, context in texts(path):
            # Without line numbers: a moved line is no change of a translation.
            catalog.add(text, locations=[(place, None)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Any:
    """The catalogue of one language; a new one when there is no file yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    locale = path.parts[-3]
    if not path.exists():
        return Catalog(locale=locale, project="WAIC", charset="utf-8", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=locale)


def update_all() -> None:
    """Bring every .po file up to date; untranslated texts stay empty."""
    from babel.messages.pofile import write_po

    fresh = template()
    for language in TRANSLATIONS:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalog = read(path)
        catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            write_po(handle, catalog, sort_output=True, width=88, ignore_obsolete=True)
        empty = sum(1 for message in catalog if message.id and not is_translated(message))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {empty} without translation")


def is_translated(message: Any) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


def main(arguments: list[str]) -> int:
    if "update" in arguments:
        update_all()
    print(f"{compile_all()} translation files compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
