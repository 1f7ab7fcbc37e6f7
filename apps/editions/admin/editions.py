"""Editions with their programme blocks."""

from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.actors import Actor
from apps.core.admin import Act, HouseAdmin, HouseStack, marks
from apps.core.admin.forms import translated_fields
from apps.core.admin.panels import Panel, Row, waiting
from apps.core.translation import missing
from apps.editions import services
from apps.editions.models import Edition, KeyFigure, ProgrammeBlock, Topic, Venue


class ProgrammeBlockInline(HouseStack):
    """The parts of one edition's programme."""

    model = ProgrammeBlock
    deletable = True
    fields = ("slug", "name", "text", "position", "source")
    autocomplete_fields = ("source",)


def make_current(edition: Edition, by: Actor, reason: str) -> None:
    """Make an edition the current one."""
    services.make_current(edition=edition, by=by)


@admin.register(Edition)
class EditionAdmin(HouseAdmin):
    """The years; exactly one is current, which an action sets."""

    list_display = ("year", "name", "mode", "conference_days", "current", "parity", "origin")
    list_filter = ("mode",)
    search_fields = ("=year", "name_en", "name_zh_hans", "name_de")
    ordering = ("-year",)
    exclude = ("is_current",)
    autocomplete_fields = ("source",)
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    readonly_fields = ("current",)
    inlines = (ProgrammeBlockInline,)
    acts = (Act("make_current", _("Make it the current edition"), make_current),)
    export_fields = (
        ("year", _("year")),
        ("ordinal", _("ordinal")),
        ("name_en", "name_en"),
        ("name_zh_hans", "name_zh_hans"),
        ("name_de", "name_de"),
        ("mode", _("mode")),
        ("conference__startswith", _("first day")),
        ("conference__endswith", _("day after the last")),
        ("programme_formula", _("programme formula")),
        ("source__title", _("source")),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read everything that the list shows at once."""
        return super().get_queryset(request).select_related("source")

    def acts_for(self, request: HttpRequest, obj: Edition | None) -> list[Act]:
        """Offer the switch only where it changes something."""
        return [] if obj is None or obj.is_current else super().acts_for(request, obj)

    @admin.display(description=_("current"))
    def current(self, edition: Edition) -> SafeString | str:
        """Mark the current edition."""
        return marks.pill(_("current"), "good") if edition.is_current else ""

    @admin.display(description=_("conference dates"), ordering="conference")
    def conference_days(self, edition: Edition) -> str:
        """Show the first day and the day count."""
        days = edition.conference
        return f"{days.lower:%Y-%m-%d} · {(days.upper - days.lower).days}"


TRANSLATED = (Edition, Venue, Topic, KeyFigure)


@waiting.register("translations")
def lacking_languages(request: HttpRequest) -> Panel:
    """Tell which tables have rows that lack a language."""
    rows: list[Row] = []
    for model in TRANSLATED:
        model_admin = admin.site.get_model_admin(model)
        if not model_admin.has_view_permission(request):
            continue
        fields = translated_fields(model)
        lacking = sum(1 for row in model._default_manager.all() if missing(row, fields))
        if lacking:
            url = reverse(f"admin:editions_{model._meta.model_name}_changelist")
            rows.append(Row(model._meta.verbose_name_plural, lacking, url, "warn"))
    return Panel(_("Rows that lack a language"), rows, _("Every text stands in all three languages."))
