"""Blocks of written content: what an editor writes by hand."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]
GROUP = _("Writing")


class Heading(blocks.StructBlock):
    """A heading of the second or third level."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("Section")), ("3", _("Subsection"))], default="2")

    class Meta:
        template = "cms/blocks/heading.html"
        icon = "title"
        label = _("Heading")
        group = GROUP


class Figure(blocks.StructBlock):
    """A picture that says what it shows and whose it is."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Description"),
        max_length=250,
        required=False,
        help_text=_("What the picture tells, for those who cannot see it. Empty if it only decorates."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("Credit"), max_length=120, help_text=_("Author or owner, and the licence."))

    class Meta:
        template = "cms/blocks/figure.html"
        icon = "image"
        label = _("Picture")
        group = GROUP


class Quote(blocks.StructBlock):
    """Words of another with the one who said them and where."""

    text = blocks.TextBlock(label=_("Words"), max_length=700)
    speaker = blocks.CharBlock(label=_("Said by"), max_length=160)
    source = blocks.CharBlock(label=_("Source"), max_length=200, required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        template = "cms/blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")
        group = GROUP


class Button(blocks.StructBlock):
    """A link to a page of the site, a document, or an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    address = blocks.RegexBlock(
        regex=r"^(/[^/\\]|https://)\S*$",
        label=_("Address"),
        required=False,
        max_length=400,
        help_text=_("/register/ for this site in the reader's language, or https://…"),
        error_messages={"invalid": _("Begin with one slash or with https://.")},
    )

    class Meta:
        icon = "link"
        label = _("Button")

    def clean(self, value: Any) -> Any:
        """Demand exactly one target."""
        value = super().clean(value)
        if sum(bool(value.get(name)) for name in ("page", "document", "address")) != 1:
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Choose one target: a page, a document or an address."))]
            )
        return value


class Buttons(blocks.StructBlock):
    """One to four buttons in a row; the first one stands out."""

    buttons = blocks.ListBlock(Button(), label=_("Buttons"), min_num=1, max_num=4)

    class Meta:
        template = "cms/blocks/buttons.html"
        icon = "link"
        label = _("Buttons")
        group = GROUP


class Notice(blocks.StructBlock):
    """Something to take note of."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("info", _("information")), ("good", _("good news")), ("warn", _("warning"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"], required=False)

    class Meta:
        template = "cms/blocks/notice.html"
        icon = "info-circle"
        label = _("Notice")
        group = GROUP


def prose_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the written blocks by the names under which bodies store them."""
    text = blocks.RichTextBlock(
        features=FEATURES, label=_("Text"), icon="pilcrow", group=GROUP, template="cms/blocks/text.html"
    )
    return [
        ("heading", Heading()),
        ("text", text),
        ("figure", Figure()),
        ("quote", Quote()),
        ("buttons", Buttons()),
        ("notice", Notice()),
    ]
