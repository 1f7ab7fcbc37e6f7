"""The record of the editions in the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.core.admin import HouseAdmin
from apps.records.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(HouseAdmin):
    """Moments of an edition, each with its source."""

    deletable = True
    list_display = ("title", "edition", "happened_on", "parity", "origin")
    list_select_related = ("edition",)
    list_filter = ("edition", "provenance")
    search_fields = ("slug", "title_en", "title_zh_hans", "title_de")
    date_hierarchy = "happened_on"
    ordering = ("-happened_on", "position", "id")
    autocomplete_fields = ("edition", "people", "organisations", "source")
    export_fields = (
        ("slug", "slug"),
        ("edition__year", _("edition")),
        ("title_en", "title_en"),
        ("title_zh_hans", "title_zh_hans"),
        ("title_de", "title_de"),
        ("happened_on", _("date")),
        ("source__slug", _("source")),
    )
