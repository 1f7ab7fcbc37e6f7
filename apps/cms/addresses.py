"""Addresses of pages, worked out from the tree without asking the database."""

from wagtail.models import Page

# What stands on the site without a language in front, and addresses that name one already.
OUTSIDE = frozenset(["en", "zh-hans", "de", "zh", "api", "documents", "media", "static", "s", "gate", "programme.ics"])


def below_language(url_path: str) -> str:
    """Return the part of an address after the language, from a path in the tree: `/waic-up/welcome/`."""
    _root, _home, rest = url_path.split("/", 2)
    return f"/{rest}"


def path_of(page: Page) -> str:
    """Return a page's address on this site; the page's locale should be at hand."""
    return f"/{page.locale.language_code}{below_language(page.url_path)}"


def in_language(address: str, language: str) -> str:
    """Return an address an editor wrote (`/register/`) in the reader's language; others unchanged."""
    first = address.lstrip("/").split("/", 1)[0]
    if not address.startswith("/") or first in OUTSIDE:
        return address
    return f"/{language}{address}"
