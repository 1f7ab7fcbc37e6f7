"""What the components of templates/ui take: the one list, read by the `ui` tags and by their tests."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import get_language

from apps.core import art

HUES = art.MOTIFS
TONES = ("info", "good", "warn", "bad")
LEVELS = (2, 3, 4)
TONE_ICONS = {"info": "info", "good": "check", "warn": "alert", "bad": "alert"}
MESSAGE_TONES = {"success": "good", "warning": "warn", "error": "bad"}


@dataclass(frozen=True)
class Component:
    """Arguments with their defaults, allowed values, a body, slots, and how the context is prepared."""

    required: tuple[str, ...] = ()
    optional: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Collection[Any]] = field(default_factory=dict)
    body: str = "none"  # none, optional, required
    slots: tuple[str, ...] = ()
    passes: bool = False  # hx_, data_ and aria_ arguments become attributes
    prepare: Callable[[dict, Any], dict] | None = None


def grouped(value: Any) -> str:
    """Print a number with its thousands apart as the reader's language writes it; text stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    text = f"{value:,}" if isinstance(value, int | Decimal) else f"{value:,.10g}"
    return text.translate(str.maketrans(",.", ".,")) if (get_language() or "").startswith("de") else text


def _field(values: dict, context: Any) -> dict:
    """Find out which control it is, and tie hint and error to it."""
    bound = values["field"]
    widget = bound.field.widget
    ident, errors = bound.auto_id or bound.html_name, list(bound.errors)
    hint = values["hint"] or bound.help_text
    described = " ".join(f"{ident}_{part}" for part, there in (("hint", hint), ("error", errors)) if there)
    attrs = {**values["attributes"], **({"aria-describedby": described} if described else {})}
    if values["autocomplete"]:
        attrs["autocomplete"] = values["autocomplete"]
    kind = _kind(widget)
    single = {} if kind in ("choices", "group") else {"control": bound.as_widget(attrs=attrs)}
    group = {"control": bound.as_widget()} if kind == "group" else {}
    details = {str(key): text for key, text in (values["details"] or {}).items()}
    options = [
        {"tag": part.tag(), "id": part.id_for_label, "label": part.choice_label,
         "detail": details.get(str(part.data["value"]))}
        for part in (bound.subwidgets if kind == "choices" else ())
    ]  # fmt: skip
    return {**single, **group, "kind": kind, "ident": ident, "errors": errors, "hint": hint,
            "label": values["label"] or bound.label, "described": described, "options": options,
            "is_required": bound.field.required}  # fmt: skip


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if widget.use_fieldset else "control"


def _error_summary(values: dict, context: Any) -> dict:
    """List every error of the form with the id of the control that can mend it."""
    form, rows = values["form"], []
    for name, errors in form.errors.items() if form.is_bound else ():
        target = "" if name == NON_FIELD_ERRORS else _first_control(form[name])
        rows += [{"text": error, "target": target} for error in errors]
    return {"rows": rows}


def _first_control(bound: forms.BoundField) -> str:
    if _kind(bound.field.widget) == "choices":
        return next((part.id_for_label for part in bound.subwidgets), "")
    return bound.id_for_label or bound.auto_id


def _table(values: dict, context: Any) -> dict:
    """Give every cell its column's label and alignment; plain values and dicts may be mixed."""
    headers = [dict(h) if isinstance(h, Mapping) else {"text": h} for h in values["headers"] or ()]
    of_column = dict(enumerate(headers))
    rows = [[_cell(cell, of_column.get(i, {})) for i, cell in enumerate(row)] for row in values["rows"] or ()]
    return {"headers": headers, "rows": rows}


def _cell(cell: Any, header: Mapping) -> dict:
    cell = dict(cell) if isinstance(cell, Mapping) else {"text": cell}
    return {**cell, "label": header.get("text", ""), "num": cell.get("num", header.get("num"))}


def _chart(values: dict, context: Any) -> dict:
    """Turn values into lengths in per cent, written with a point in every language."""
    items = [dict(item) for item in values["items"] or ()]
    known = [float(item["value"]) for item in items if item.get("value") is not None]
    top = float(values["max"] or 0) or max(known, default=0) or 1
    for item in items:
        item["missing"] = item.get("value") is None
        share = 0 if item["missing"] else max(0.0, min(1.0, float(item["value"]) / top))
        item["length"], item["start"] = f"{share * 100:.2f}%", f"{100 - share * 100:.2f}%"
        item["text"] = item.get("text") or ("–" if item["missing"] else grouped(item["value"]))
    return {"items": items, "summary": "; ".join(f"{item['label']}: {item['text']}" for item in items),
            "has_notes": any(item.get("note") for item in items)}  # fmt: skip


def _pagination(values: dict, context: Any) -> dict:
    """Links that keep every other query parameter."""
    page, request = values["page"], context.get("request")
    if not isinstance(page, Page):
        return {"numbers": [], "previous": values["previous"], "next": values["next"]}

    def address(number: int) -> str:
        query = request.GET.copy() if request else QueryDict(mutable=True)
        query[values["param"]] = str(number)
        return "?" + query.urlencode()

    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [{"number": n, "url": address(n) if isinstance(n, int) else "", "here": n == page.number} for n in elided]
    return {
        "numbers": numbers if page.paginator.num_pages > 1 else [],
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }


def _steps(values: dict, context: Any) -> dict:
    items = [dict(item) if isinstance(item, Mapping) else {"label": item} for item in values["items"]]
    for number, item in enumerate(items, 1):
        item["done"], item["here"] = number < values["current"], number == values["current"]
    return {"items": items, "total": len(items), "here": items[max(0, min(values["current"], len(items)) - 1)]}


def _art(values: dict, context: Any) -> dict:
    if values["svg"]:
        return {"markup": art.stored(values["svg"])}
    words, kind = str(values["words"]), values["kind"]
    draw = {"field": art.field, "wave": art.art}.get(kind)
    return {"markup": draw(words) if draw else art.motif(words, kind)}


def _progress(values: dict, context: Any) -> dict:
    return {"value": f"{float(values['value'] or 0):g}", "max": f"{float(values['max'] or 100):g}"}


def _messages(values: dict, context: Any) -> dict:
    rows = []
    for message in values["messages"] or ():
        tone = MESSAGE_TONES.get(getattr(message, "level_tag", ""), "info")
        rows.append({"text": message, "tone": tone, "icon": TONE_ICONS[tone]})
    return {"rows": rows}


def _status(values: dict, context: Any) -> dict:
    return {"icon": values["icon"] or {**TONE_ICONS, "bad": "close"}.get(values["tone"], "")}


def _toned(values: dict, context: Any) -> dict:
    return {"icon": TONE_ICONS.get(values["tone"], "")}


COMPONENTS: dict[str, Component] = {
    "art": Component(
        optional={"words": "", "kind": "wave", "svg": "", "hue": ""},
        choices={"kind": ("wave", "field", *art.MOTIFS), "hue": HUES},
        prepare=_art,
    ),
    "breadcrumb": Component(("items",)),
    "button": Component(
        ("label",),
        {"href": "", "kind": "primary", "size": "", "icon": "", "icon_after": "", "type": "button", "name": "",
         "value": "", "id": "", "form": "", "disabled": False, "wide": False, "download": False, "about": ""},
        {"kind": ("primary", "quiet", "danger", "text"), "size": ("", "small", "large"), "icon": art.ICONS,
         "icon_after": art.ICONS, "type": ("button", "submit", "reset")},
        passes=True,
    ),
    "card": Component(
        optional={"title": "", "href": "", "level": 3, "kicker": "", "text": "", "hue": "", "sample": False,
                  "lang": ""},
        choices={"level": LEVELS, "hue": HUES},
        body="optional",
        slots=("media", "foot"),
    ),
    "chart": Component(
        ("title", "items"),
        {"kind": "bar", "note": "", "hue": "", "max": None, "source": "", "source_url": "", "label_header": "",
         "value_header": ""},
        {"kind": ("bar", "column"), "hue": HUES},
        prepare=_chart,
    ),
    "chip": Component(
        ("label",), {"href": "", "current": False, "count": None, "icon": ""}, {"icon": art.ICONS}, passes=True
    ),
    "details": Component(("title",), {"open": False, "kind": "box"}, {"kind": ("box", "more")}, body="required"),
    "dialog": Component(("id", "title"), body="required", slots=("foot",)),
    "empty": Component(
        ("title",),
        {"text": "", "icon": "search", "action": "", "href": "", "level": 2},
        {"icon": art.ICONS, "level": LEVELS},
        body="optional",
    ),
    "error_summary": Component(("form",), prepare=_error_summary),
    "facts": Component(("items",)),
    "field": Component(
        ("field",),
        {"label": "", "hint": "", "details": None, "width": "", "inline": False, "big": False, "autocomplete": ""},
        {"width": ("", "short", "medium")},
        passes=True,
        prepare=_field,
    ),
    "figure": Component(
        ("label", "qualifier", "value", "source", "source_url"),
        {"unit": "", "as_of": None, "claimant": "", "sample": False},
    ),
    "hero": Component(
        ("title",),
        {"lead": "", "facts": (), "words": "", "svg": "", "short": False},
        body="optional",
        slots=("actions",),
    ),
    "icon": Component(("name",), {"label": ""}, {"name": art.ICONS}),
    "messages": Component(("messages",), prepare=_messages),
    "notice": Component(
        optional={"title": "", "text": "", "tone": "info", "level": 0, "live": False},
        choices={"tone": TONES, "level": (0, *LEVELS)},
        body="optional",
        prepare=_toned,
    ),
    "pagination": Component(
        optional={"page": None, "previous": "", "next": "", "param": "page", "label": ""}, prepare=_pagination
    ),
    "panel": Component(("id", "title"), {"level": 3}, {"level": LEVELS}, body="required"),
    "panels": Component(("label",), body="required"),
    "pavilion": Component(
        ("title", "href", "hue"),
        {"kicker": "", "text": "", "words": "", "level": 3, "sample": False},
        {"hue": HUES, "level": LEVELS},
    ),
    "progress": Component(
        ("label", "value", "id"),
        {"max": 100, "text": "", "tone": "", "hue": ""},
        {"tone": ("", *TONES), "hue": HUES},
        prepare=_progress,
    ),
    "sample": Component(),
    "search": Component(
        ("action",),
        {"name": "q", "value": "", "label": "", "placeholder": "", "button": "", "hidden": None, "id": "search"},
        passes=True,
    ),
    "session": Component(
        ("title", "href"),
        {"hue": "", "meta": "", "topic": "", "moved": "", "level": 3, "sample": False, "live": False},
        {"hue": HUES, "level": LEVELS},
        body="optional",
    ),
    "status": Component(
        ("label",), {"tone": "", "icon": ""}, {"tone": ("", *TONES), "icon": art.ICONS}, prepare=_status
    ),
    "steps": Component(("items", "current"), {"label": ""}, prepare=_steps),
    "story": Component(
        ("title", "href"),
        {"kicker": "", "text": "", "words": "", "svg": "", "hue": "", "level": 3, "sample": False, "lang": ""},
        {"hue": HUES, "level": LEVELS},
        body="optional",
        slots=("media",),
    ),
    "table": Component(
        ("caption",),
        {"headers": (), "rows": (), "stacked": True, "hide_caption": False, "first_is_head": True},
        body="optional",
        prepare=_table,
    ),
    "tabs": Component(("items", "label")),
    "tag": Component(("label",), {"hue": "", "href": ""}, {"hue": HUES}),
    "ticket": Component(
        ("name", "kind", "edition"),
        {"days": "", "code": "", "rows": (), "sample": False, "level": 2},
        {"level": LEVELS},
        body="required",
    ),
    "timeline": Component(("items",), {"level": 3}, {"level": LEVELS}),
}  # fmt: skip
