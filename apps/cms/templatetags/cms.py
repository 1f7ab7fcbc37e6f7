"""Tags of the page templates."""

import datetime as dt
from itertools import groupby
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from apps.cms import addresses
from apps.cms.live import LiveStruct
from apps.editions import periods

register = template.Library()


@register.simple_tag(takes_context=True)
def body(context: Any, stream: Any) -> SafeString:
    """Print a page body: written blocks together in one column, each live part as its own band."""
    values = context.flatten()
    bands = []
    for is_live, parts in groupby(stream, lambda part: isinstance(part.block, LiveStruct)):
        printed = [part.render_as_block(values) for part in parts]
        bands.append(format_html_join("", "{}", ((text,) for text in printed)) if is_live else prose(printed))
    return format_html_join("\n", "{}", ((band,) for band in bands))


def prose(printed: list[str]) -> SafeString:
    """Return written blocks in their band."""
    inner = format_html_join("\n", "{}", ((text,) for text in printed))
    return format_html('<section class="band tight"><div class="wrap prose">{}</div></section>', inner)


@register.simple_tag(takes_context=True)
def section_main(context: Any, main: tuple[str, dict[str, Any]] | None) -> SafeString:
    """Print the main part that an app gives a section page."""
    if main is None:
        return SafeString("")
    name, values = main
    return SafeString(render_to_string(name, values, request=context["request"]))


@register.simple_tag
def page_path(page: Page) -> str:
    """Return the address of a page."""
    return addresses.path_of(page)


@register.filter
def here(address: str) -> str:
    """Return an address that an editor wrote, in the reader's language."""
    return addresses.in_language(address, get_language() or "en")


@register.filter
def day(value: dt.date | None) -> str:
    """Print a date as the language writes it."""
    return periods.day_in_words(value) if value else ""
