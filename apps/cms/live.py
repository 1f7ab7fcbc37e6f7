"""Live blocks: what apps register in the socket `blocks` becomes a block of every page body.

The contract, for an app that offers one (file `apps/<app>/blocks.py`, nothing of Wagtail needed):

    from django.utils.translation import gettext_lazy as _
    from apps.core.offers import Ask, LiveBlock
    from apps.core.sockets import blocks

    def timeline(value, request):
        return {"editions": ...}          # or None: the block then shows nothing

    blocks.register("edition_timeline", LiveBlock(
        label=_("Timeline of the editions"),
        template="records/blocks/edition_timeline.html",
        context=timeline,
        asks={"title": Ask("text", _("Title"), required=False)},
        icon="date",
    ))

- The key is stored in page bodies: choose it once, never rename it.
- Every live block has an optional `title` that the page prints as an h2 above it, whether the
  app asks for it or not; the template prints no h2 of its own. It starts at h3.
- The template gets the dict of `context` plus `value` and `request`, and is rendered inside
  `<section class="band"><div class="wrap">…`; it prints neither of those two.
- If the dict holds `more`, a pair of label and address, the page prints it as a button beside
  the title: `{"more": (_("All editions"), "/en/editions/")}`.
- Values come as: text -> str, number -> int, yes -> bool, one -> str, several -> list of str;
  what an editor left empty is "" / None / [].
- A key that is stored on a page but no longer registered is skipped by Wagtail without an error.

For section pages (file `apps/<app>/sections.py`):

    from apps.core.offers import Section
    from apps.core.sockets import sections

    sections.register("editions", Section("records/sections/editions.html", context))

- `context(request, page) -> dict`; the template is rendered between the page's blocks above and
  below, without a band or wrap of its own making: it prints its own `<section class="band">`s,
  starts at h2, and sees the dict plus `page` and `request`.
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from apps.core import sockets
from apps.core.offers import Ask, LiveBlock

GROUP = _("Live parts")


class LiveStruct(blocks.StructBlock):
    """The editor's side of a live block: its title and what the app asks for."""

    def __init__(self, offer: LiveBlock, **kwargs: Any) -> None:
        self.offer = offer
        fields = [("title", blocks.CharBlock(label=_("Title"), max_length=120, required=False))]
        fields += [(name, asked(ask)) for name, ask in offer.asks.items() if name != "title"]
        words = {"label": offer.label, "icon": offer.icon, "help_text": offer.help_text, "group": GROUP}
        super().__init__(fields, **words, **kwargs)

    def render(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Print the app's template with live data; nothing when the app has nothing to show."""
        request = (context or {}).get("request")
        given = self.offer.context(value, request)
        if given is None:
            return ""
        body = render_to_string(self.offer.template, {**given, "value": value}, request=request)
        frame = {"title": value.get("title"), "more": given.get("more"), "body": body}
        return render_to_string("cms/blocks/live.html", frame)


class StoredWord:
    """A choice that is read back as stored; asking for all choices is left to the form."""

    def normalize_choice(self, value: Any) -> str | None:
        """Return the stored word."""
        return None if value is None else str(value)


class OneWord(StoredWord, blocks.ChoiceBlock):
    """One of the words that an app offers."""


class SeveralWords(StoredWord, blocks.MultipleChoiceBlock):
    """Any of the words that an app offers."""


def asked(ask: Ask) -> blocks.Block:
    """Return the form field for what an app asks the editor."""
    common = {"label": ask.label, "required": ask.required, "help_text": ask.help_text}
    if ask.default is not None:
        common["default"] = ask.default
    if ask.kind == "number":
        return blocks.IntegerBlock(min_value=ask.least, max_value=ask.most, **common)
    if ask.kind == "yes":
        return blocks.BooleanBlock(**{**common, "required": False})
    if ask.kind == "one":
        return OneWord(choices=lambda: list(ask.choices()), search_index=False, **common)
    if ask.kind == "several":
        boxes = forms.CheckboxSelectMultiple
        return SeveralWords(choices=lambda: list(ask.choices()), widget=boxes, search_index=False, **common)
    if ask.kind == "text":
        return blocks.CharBlock(max_length=ask.most or 250, **common)
    raise ValueError(f"A live block cannot ask for {ask.kind}.")


def live_blocks() -> list[tuple[str, blocks.Block]]:
    """Return what the apps offer, in the order of the ladder."""
    return [(key, LiveStruct(offer)) for key, offer in sockets.blocks.items()]


def section_context(key: str, request: HttpRequest, page: Any) -> tuple[str, dict[str, Any]] | None:
    """Return template and context of a section's main part, or None where no app gives one."""
    section = sockets.sections.get(key)
    if section is None:
        return None
    return section.template, {**section.context(request, page), "page": page}
