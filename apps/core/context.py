"""What every page template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from apps.core import clock, sockets


def site(request: HttpRequest) -> dict[str, Any]:
    """Give language switch, navigation, the current edition and the demo clock.

    All lazy: a fragment that prints none of them asks nothing of the database.
    """
    given: dict[str, Any] = {
        "languages_here": SimpleLazyObject(lambda: languages_here(request)),
        "demo_clock": SimpleLazyObject(demo_clock),
        "demo_mode": bool(settings.DEMO),
    }
    for name, function in CONTEXT.items():
        given[name] = SimpleLazyObject(lambda function=function: function(request))
    return given


CONTEXT = sockets.Registry("context")


def languages_here(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the same page in each language; the switch keeps the page."""
    active = get_language()
    path = request.get_full_path()
    first, _, rest = path.lstrip("/").partition("/")
    codes = [code for code, _name in settings.LANGUAGES]
    tail = rest if first in codes else None
    return [
        {
            "code": code,
            "name": name,
            "url": f"/{code}/{tail}" if tail is not None else f"/{code}/",
            "current": code == active,
        }
        for code, name in settings.LANGUAGES
    ]


def demo_clock() -> str:
    """Return the hour of the demo clock, or an empty text when real time counts."""
    if not clock.is_shifted():
        return ""
    return timezone.localtime(clock.now(), clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
