"""Small tags that every page may use: translated text, permission, moments, countries."""

import datetime as dt
from typing import Any

from django import template
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext

from apps.core.actors import actor_of
from apps.core.clock import SHANGHAI
from apps.core.permissions import can as door
from apps.core.translation import text_of

register = template.Library()


@register.simple_tag
def tr(obj: Model, field: str) -> SafeString:
    """Print a translated field; a fallback carries its language and a label."""
    text = text_of(obj, field)
    if not text.value:
        return SafeString("")
    if text.is_fallback:
        name = get_language_info(text.language)["name_local"]
        return format_html(
            '<span lang="{}">{}</span> <span class="label-fallback">{}</span>',
            text.language,
            text.value,
            gettext("in %(language)s") % {"language": name},
        )
    if text.how == "machine-unreviewed":
        label = gettext("machine translation")
    elif text.is_stale:
        label = gettext("older version")
    else:
        return format_html("{}", text.value)
    return format_html('{} <span class="label-fallback">{}</span>', text.value, label)


@register.filter
def plain(obj: Model, field: str) -> str:
    """Return a translated field as bare text, for attributes and titles."""
    return text_of(obj, field).value


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], verb: str, obj: Any = None) -> bool:
    """Ask the permission door from a template."""
    return door(actor_of(context["request"]), verb, obj)


@register.filter
def shanghai(moment: dt.datetime | None, fmt: str = "DATETIME_FORMAT") -> str:
    """Print a moment in Shanghai time with the zone named (INV-59)."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, SHANGHAI)
    return gettext("%(time)s (Shanghai, UTC+8)") % {"time": formats.date_format(local, fmt)}
