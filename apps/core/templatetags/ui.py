"""The component library: `{% ui "name" arg=value %}` and `{% uiblock "name" arg=value %}…{% enduiblock %}`.

What each component takes is declared in apps/core/components.py; a wrong name, a missing or an unknown argument
fails when the template is compiled, not when a visitor opens the page. A component sees its own arguments only.
`{% uislot "name" %}…{% enduislot %}` directly inside a block fills a further place of the component.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import Node, NodeList, TemplateSyntaxError, Variable
from django.template.base import Parser, Token, token_kwargs
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core import art
from apps.core.components import COMPONENTS, HUES, Component
from apps.core.components import grouped as grouped_number

register = template.Library()

# Attributes a component may pass to its element. No `hx-on`: that is script in a page.
PASSED = re.compile(r"(?!hx_on)(?:hx|data|aria)_\w+")
_LINK = re.compile(r"(?:https?://|mailto:|tel:|webcal:|[/#?.]|[^:\x00-\x20\x22\x27<>]*(?:[/?#]|$))", re.IGNORECASE)

register.filter("grouped", grouped_number)


class SlotNode(Node):
    """A named place inside a block; printed by its component, never where it stands."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Any) -> str:
        return ""


class ComponentNode(Node):
    """One use of a component, checked when compiled."""

    def __init__(self, name: str, arguments: dict, nodelist: NodeList | None) -> None:
        self.name, self.arguments, self.nodelist = name, arguments, nodelist or NodeList()
        self.slots = {node.name: node.nodelist for node in self.nodelist if isinstance(node, SlotNode)}

    def render(self, context: Any) -> str:
        component = COMPONENTS[self.name]
        given = {name: value.resolve(context) for name, value in self.arguments.items()}
        passed = {name.replace("_", "-"): given.pop(name) for name in list(given) if name not in _declared(component)}
        values = {**component.optional, **given, "attributes": {k: v for k, v in passed.items() if v is not None}}
        values["body"] = SafeString(self.nodelist.render(context).strip())
        for name in component.slots:
            values[f"slot_{name}"] = self.slots.get(name, NodeList()).render(context)
        if component.prepare:
            values |= component.prepare(values, context)
        inner = context.new(values)
        for name in ("request", "csrf_token"):
            if name in context:
                inner[name] = context[name]
        return context.template.engine.get_template(f"ui/{self.name}.html").render(inner)


def _declared(component: Component) -> set[str]:
    return {*component.required, *component.optional}


@register.tag("ui")
def ui(parser: Parser, token: Token) -> ComponentNode:
    """`{% ui "button" label=… href=… %}`"""
    name, arguments = _parse(parser, token)
    if COMPONENTS[name].body == "required":
        raise TemplateSyntaxError(f'"{name}" needs a body: use {{% uiblock "{name}" … %}}.')
    return ComponentNode(name, arguments, None)


@register.tag("uiblock")
def uiblock(parser: Parser, token: Token) -> ComponentNode:
    """`{% uiblock "card" title=… %}…{% enduiblock %}`"""
    name, arguments = _parse(parser, token)
    nodelist = parser.parse(("enduiblock",))
    parser.delete_first_token()
    if COMPONENTS[name].body == "none":
        raise TemplateSyntaxError(f'"{name}" takes no body: use {{% ui "{name}" … %}}.')
    for node in nodelist:
        if isinstance(node, SlotNode) and node.name not in COMPONENTS[name].slots:
            raise TemplateSyntaxError(f'"{name}" has no slot "{node.name}".')
    return ComponentNode(name, arguments, nodelist)


@register.tag("uislot")
def uislot(parser: Parser, token: Token) -> SlotNode:
    """`{% uislot "foot" %}…{% enduislot %}`"""
    bits = token.split_contents()
    if len(bits) != 2 or not _quoted(bits[1]):
        raise TemplateSyntaxError("uislot takes one name in quotes.")
    nodelist = parser.parse(("enduislot",))
    parser.delete_first_token()
    return SlotNode(bits[1][1:-1], nodelist)


def _quoted(bit: str) -> bool:
    return len(bit) > 2 and bit[0] == bit[-1] and bit[0] in "\"'"


def _parse(parser: Parser, token: Token) -> tuple[str, dict]:
    tag, *bits = token.split_contents()
    if not bits or not _quoted(bits[0]):
        raise TemplateSyntaxError(f"{tag} takes the name of a component in quotes first.")
    name, rest = bits[0][1:-1], bits[1:]
    if name not in COMPONENTS:
        raise TemplateSyntaxError(f'There is no component "{name}".')
    arguments = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f'"{name}": cannot read "{rest[0]}"; write name=value.')
    _check(name, COMPONENTS[name], arguments)
    return name, arguments


def _check(name: str, component: Component, arguments: dict) -> None:
    missing = [wanted for wanted in component.required if wanted not in arguments]
    if missing:
        raise TemplateSyntaxError(f'"{name}" needs {", ".join(missing)}.')
    for argument, expression in arguments.items():
        if argument not in _declared(component) and not (component.passes and PASSED.fullmatch(argument)):
            raise TemplateSyntaxError(f'"{name}" takes no "{argument}".')
        literal = expression.var if not isinstance(expression.var, Variable) else expression.var.literal
        allowed = component.choices.get(argument)
        if allowed is not None and literal not in (None, "") and not expression.filters and literal not in allowed:
            raise TemplateSyntaxError(f'"{name}": {argument} cannot be "{literal}".')


# --- filters of the component templates ---


@register.filter
def safe_href(value: Any) -> str:
    """An address that cannot run script: http, mail, telephone, calendar or a place on this site."""
    text = str(value or "").strip()
    return text if _LINK.match(text) else ""


@register.filter
def hue_class(value: Any) -> str:
    """The class of a pavilion's hue, or nothing for any other word."""
    return f"hue-{value}" if value in HUES else ""


@register.filter
def attributes(values: Mapping[str, Any]) -> str:
    """Extra attributes, escaped; True prints the name alone, None and False print nothing."""
    return flatatt(dict(values)) if values else ""


@register.filter
def icon_path(name: Any) -> str:
    """The drawing of an icon, or nothing when there is none."""
    return format_html('<path d="{}"/>', art.ICONS[name]) if name in art.ICONS else ""
