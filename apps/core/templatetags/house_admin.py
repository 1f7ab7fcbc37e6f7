"""Tags of the back office: what waits, and a state in words."""

from typing import Any

from django import template
from django.apps import apps

from apps.core.admin.panels import Panel, panels_for
from apps.core.history import model_of
from apps.core.models import History

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context: dict[str, Any]) -> list[Panel]:
    """Return the panels of the start page."""
    return panels_for(context["request"])


@register.simple_tag
def in_order(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the apps from the top of the ladder down, those of libraries last."""
    package = __name__.partition(".")[0]
    ladder = [config.label for config in apps.get_app_configs() if config.name.startswith(f"{package}.")]
    return sorted(app_list, key=lambda app: -ladder.index(app["app_label"]) if app["app_label"] in ladder else 1)


@register.simple_tag
def state_in_words(line: History, state: str, obj: Any = None) -> str:
    """Return the name of a state that a history line speaks of."""
    model = type(obj) if obj is not None else model_of(line)
    states = getattr(model, "State", None)
    return str(dict(states.choices).get(state, state)) if states else state
