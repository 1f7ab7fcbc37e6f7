"""Venues with their days, halls, zones, rooms, gates, and the way between venues."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.actors import Actor
from apps.core.admin import Act, HouseAdmin, HouseInline, marks
from apps.editions import services
from apps.editions.admin import imports
from apps.editions.models import Gate, Hall, Room, TravelTime, Venue, VenueDay, Zone

NAMES = (("name_en", "name_en"), ("name_zh_hans", "name_zh_hans"), ("name_de", "name_de"))


class VenueDayInline(HouseInline):
    """Opening hours."""

    model = VenueDay
    deletable = True
    fields = ("edition", "day", "opens", "closes")


class HallInline(HouseInline):
    """The halls of a venue, each with a link to its own form."""

    model = Hall
    fields = ("code", "gross_sqm", "approved_capacity", "amber", "red")
    readonly_fields = fields
    show_change_link = True
    max_num = 0


@admin.register(Venue)
class VenueAdmin(HouseAdmin):
    """Venues."""

    list_display = ("name", "slug", "district", "is_bookable", "parity", "origin")
    list_filter = ("is_bookable", "provenance")
    search_fields = ("slug", "name_en", "name_zh_hans", "name_de")
    ordering = ("position", "id")
    autocomplete_fields = ("source",)
    inlines = (VenueDayInline, HallInline)
    importer = imports.VenueImporter
    export_fields = (
        ("slug", "slug"),
        *NAMES,
        ("address_en", "address_en"),
        ("position", "position"),
        ("source__slug", "source"),
    )


@admin.register(Hall)
class HallAdmin(HouseAdmin):
    """Halls with the numbers that the police have approved."""

    list_display = ("code", "name", "venue", "gross_sqm", "approved_capacity", "amber", "red", "parity", "origin")
    list_select_related = ("venue",)
    list_filter = ("venue", "provenance")
    search_fields = ("code", "name_en", "name_zh_hans", "name_de")
    ordering = ("position", "id")
    autocomplete_fields = ("venue", "source")
    importer = imports.HallImporter
    export_fields = (
        ("code", "code"),
        ("venue__slug", "venue"),
        *NAMES,
        ("gross_sqm", "gross_sqm"),
        ("approved_capacity", "approved_capacity"),
        ("amber", "amber"),
        ("red", "red"),
        ("position", "position"),
        ("source__slug", "source"),
    )


@admin.register(Zone)
class ZoneAdmin(HouseAdmin):
    """Areas that tickets give access to."""

    list_display = ("code", "name", "venue", "hall", "zone_class", "parity", "origin")
    list_select_related = ("venue", "hall")
    list_filter = ("venue", "zone_class")
    search_fields = ("code", "name_en", "name_zh_hans", "name_de")
    ordering = ("code",)
    autocomplete_fields = ("venue", "hall")
    export_fields = (
        ("code", "code"),
        ("venue__slug", "venue"),
        ("hall__code", "hall"),
        *NAMES,
        ("zone_class", "zone_class"),
    )


@admin.register(Room)
class RoomAdmin(HouseAdmin):
    """Rooms with seats and lanes."""

    list_display = ("code", "name", "venue", "hall", "seats", "lanes", "parity", "origin")
    list_select_related = ("venue", "hall")
    list_filter = ("venue", "provenance")
    search_fields = ("code", "name_en", "name_zh_hans", "name_de")
    ordering = ("position", "id")
    autocomplete_fields = ("venue", "hall", "source")
    importer = imports.RoomImporter
    export_fields = (
        ("code", "code"),
        ("venue__slug", "venue"),
        ("hall__code", "hall"),
        *NAMES,
        ("seats", "seats"),
        ("lanes", "lanes"),
        ("position", "position"),
        ("source__slug", "source"),
    )


def hold_crowd(gate: Gate, by: Actor, reason: str) -> None:
    """Pause a gate."""
    services.hold_crowd(gate=gate, by=by, reason=reason)


def release_crowd(gate: Gate, by: Actor, reason: str) -> None:
    """Let people in again."""
    services.release_crowd(gate=gate, by=by)


class GateAdmin(HouseAdmin):
    """Gates; the app of registration adds pairing and registers the class."""

    list_display = ("code", "name", "zone", "lanes", "standing", "parity", "origin")
    list_select_related = ("zone",)
    list_filter = ("zone__venue", "is_open", "crowd_hold")
    search_fields = ("code", "name_en", "name_zh_hans", "name_de")
    ordering = ("code",)
    exclude = ("crowd_hold",)
    readonly_fields = ("standing",)
    autocomplete_fields = ("zone",)
    importer = imports.GateImporter
    acts = (
        Act("hold_crowd", _("Let nobody in"), hold_crowd, needs_reason=True, danger=True),
        Act("release_crowd", _("Let people in again"), release_crowd),
    )
    export_fields = (("code", "code"), ("zone__code", "zone"), *NAMES, ("lanes", "lanes"), ("is_open", "is_open"))

    @admin.display(description=_("state"))
    def standing(self, gate: Gate) -> SafeString:
        """Show whether the gate lets people in."""
        if not gate.is_open:
            return marks.pill(_("not in use"))
        return marks.pill(_("entry paused"), "bad") if gate.crowd_hold else marks.pill(_("open"), "good")

    def acts_for(self, request, obj: Gate | None) -> list[Act]:
        """Offer the one of the two that changes something."""
        useless = "hold_crowd" if obj is not None and obj.crowd_hold else "release_crowd"
        return [act for act in super().acts_for(request, obj) if act.name != useless]


@admin.register(TravelTime)
class TravelTimeAdmin(HouseAdmin):
    """Minutes between venues."""

    deletable = True
    list_display = ("start", "end", "minutes", "origin")
    list_select_related = ("start", "end")
    search_fields = ("start__name_en", "start__name_zh_hans", "end__name_en", "end__name_zh_hans")
    ordering = ("start", "end", "id")
    autocomplete_fields = ("start", "end", "source")
    export_fields = (("start__slug", "start"), ("end__slug", "end"), ("minutes", "minutes"))
