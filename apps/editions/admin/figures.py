"""Key figures with their claims and sources, and the topic tree."""

from django.contrib import admin
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.actors import Actor
from apps.core.admin import Act, HouseAdmin, marks
from apps.editions import services
from apps.editions.admin import imports
from apps.editions.models import KeyFigure, Source, Topic


def show_claim(figure: KeyFigure, by: Actor, reason: str) -> None:
    """Let pages show this claim."""
    services.show_claim(figure=figure, by=by)


@admin.register(KeyFigure)
class KeyFigureAdmin(HouseAdmin):
    """Claims side by side; one of them is shown for each metric."""

    deletable = True
    list_display = (
        "said",
        "label",
        "edition",
        "metric",
        "claimant",
        "shown",
        "as_of",
        "source_link",
        "parity",
        "origin",
    )
    list_display_links = ("said", "label")
    list_select_related = ("edition", "source")
    list_filter = ("edition", "is_displayed", "qualifier", "metric")
    search_fields = ("slug", "metric", "label_en", "label_zh_hans", "label_de", "claimant_en", "claimant_zh_hans")
    ordering = (F("edition__year").desc(nulls_first=True), "position", "id")
    autocomplete_fields = ("source",)
    importer = imports.KeyFigureImporter
    acts = (Act("show_claim", _("Show this claim on pages"), show_claim),)
    export_fields = (
        ("slug", "slug"),
        ("edition__year", "edition"),
        ("metric", "metric"),
        ("label_en", "label_en"),
        ("label_zh_hans", "label_zh_hans"),
        ("label_de", "label_de"),
        ("value", "value"),
        ("value_text_en", "value_text_en"),
        ("qualifier", "qualifier"),
        ("claimant_en", "claimant_en"),
        ("as_of", "as_of"),
        ("is_displayed", "is_displayed"),
        ("source__slug", "source"),
    )

    def get_form(self, request: HttpRequest, obj: KeyFigure | None = None, **kwargs: object) -> type[ModelForm]:
        """Ask for the source of every figure (INV-55)."""
        form = super().get_form(request, obj, **kwargs)
        if "source" in form.base_fields:
            form.base_fields["source"].required = True
        return form

    def acts_for(self, request: HttpRequest, obj: KeyFigure | None) -> list[Act]:
        """Offer the switch only where it changes something."""
        return [] if obj is None or obj.is_displayed else super().acts_for(request, obj)

    @admin.display(description=_("figure"), ordering="value")
    def said(self, figure: KeyFigure) -> str:
        """Show the figure with its qualifier, which is never dropped."""
        value = figure.value_text or formats.number_format(figure.value, force_grouping=True)
        return f"{figure.get_qualifier_display()} {value} {figure.unit or ''}".strip()

    @admin.display(description=_("on pages"), ordering="is_displayed")
    def shown(self, figure: KeyFigure) -> SafeString | str:
        """Mark the claim that pages show."""
        return marks.pill(_("shown"), "good") if figure.is_displayed else marks.pill(_("other claim"))

    @admin.display(description=_("source"))
    def source_link(self, figure: KeyFigure) -> SafeString | str:
        """Lead to the source itself where it has an address."""
        source = figure.source
        if source is None:
            return marks.EMPTY
        name = source.publisher or source.title
        return format_html('<a href="{}" rel="noreferrer">{}</a>', source.url, name) if source.url else name


@admin.register(Source)
class SourceAdmin(HouseAdmin):
    """Where statements come from."""

    list_display = ("title", "publisher", "published_on", "licence", "origin")
    list_filter = ("publisher",)
    search_fields = ("slug", "title", "publisher", "url")
    ordering = ("publisher", "title", "id")
    date_hierarchy = "published_on"
    prepopulated_fields = {"slug": ("title",)}
    export_fields = (
        ("slug", "slug"),
        ("title", _("title")),
        ("publisher", _("publisher")),
        ("url", _("address")),
        ("licence", _("licence")),
        ("published_on", _("published on")),
    )


@admin.register(Topic)
class TopicAdmin(HouseAdmin):
    """The tree that forums, exhibits, articles and people hang on."""

    list_display = ("indented", "slug", "kind", "parent", "is_interest", "parity", "origin")
    list_select_related = ("parent__parent",)
    list_filter = ("kind", "is_interest")
    search_fields = ("slug", "name_en", "name_zh_hans", "name_de", "synonyms__icontains")
    autocomplete_fields = ("parent", "source")
    importer = imports.TopicImporter
    export_fields = (
        ("slug", "slug"),
        ("kind", "kind"),
        ("parent__slug", "parent"),
        ("name_en", "name_en"),
        ("name_zh_hans", "name_zh_hans"),
        ("name_de", "name_de"),
        ("synonyms", "synonyms"),
        ("is_interest", "is_interest"),
        ("position", "position"),
        ("source__slug", "source"),
    )

    def get_ordering(self, request: HttpRequest) -> tuple:
        """Put children below their parents: first the place of the top, then of each level."""
        number = BigIntegerField()
        is_top = Q(parent=None)
        is_middle = Q(parent__isnull=False, parent__parent=None)
        first = Value(-1, output_field=number)
        top = Coalesce("parent__parent__position", "parent__position", "position", output_field=number)
        top_id = Coalesce("parent__parent_id", "parent_id", "id", output_field=number)
        middle = Case(
            When(is_top, then=first), When(is_middle, then="position"), default="parent__position", output_field=number
        )
        middle_id = Case(When(is_top, then=first), When(is_middle, then="id"), default="parent_id", output_field=number)
        leaf = Case(When(is_top | is_middle, then=first), default="position", output_field=number)
        return ("kind", top, top_id, middle, middle_id, leaf, "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read parents with their topics."""
        return super().get_queryset(request).select_related("parent__parent")

    @admin.display(description=_("name"))
    def indented(self, topic: Topic) -> SafeString:
        """Indent a topic by its depth."""
        depth = 0 if topic.parent is None else 1 if topic.parent.parent is None else 2
        return format_html('<span class="house-indent">{}</span>{}', "    " * depth, topic.name)
