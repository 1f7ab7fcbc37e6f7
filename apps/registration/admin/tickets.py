"""Ticket types with their quotas and access, drawn as bars."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from apps.core import clock
from apps.core.admin import HouseAdmin, HouseInline, marks
from apps.registration.models import AccessRule, TicketDay, TicketType


class TicketDayInline(HouseInline):
    """The days of a ticket, each with its quota."""

    model = TicketDay
    fields = ("day", "allotment", "quota")
    readonly_fields = ("quota",)
    autocomplete_fields = ("allotment",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the quotas along, in the order of days."""
        return super().get_queryset(request).select_related("allotment").order_by("day")

    @admin.display(description=gettext_lazy("taken"))
    def quota(self, day: TicketDay) -> SafeString | str:
        """Show how full the day is."""
        return marks.bar(day.allotment.taken, day.allotment.capacity) if day.pk else marks.EMPTY


class AccessRuleInline(HouseInline):
    """Where and when the ticket opens a gate; no rule means no."""

    model = AccessRule
    deletable = True
    fields = ("zone", "opens", "closes")
    autocomplete_fields = ("zone",)


@admin.register(TicketType)
class TicketTypeAdmin(HouseAdmin):
    """Ticket types."""

    list_display = ("name", "slug", "edition", "on_sale", "quotas", "is_public", "parity", "origin")
    list_select_related = ("edition",)
    list_filter = ("edition", "is_public", "picks_days", "needs_document")
    search_fields = ("slug", "name_en", "name_zh_hans", "name_de")
    ordering = ("-edition__year", "position", "id")
    autocomplete_fields = ("edition",)
    inlines = (TicketDayInline, AccessRuleInline)
    export_fields = (
        ("edition__year", gettext_lazy("edition")),
        ("slug", "slug"),
        ("name_en", "name_en"),
        ("name_zh_hans", "name_zh_hans"),
        ("name_de", "name_de"),
        ("price", gettext_lazy("price (minor units)")),
        ("currency", gettext_lazy("currency")),
        ("sale_opens", gettext_lazy("on sale from")),
        ("sale_closes", gettext_lazy("on sale until")),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read all days with their quotas in one go."""
        days = TicketDay.objects.select_related("allotment").order_by("day")
        return super().get_queryset(request).prefetch_related(Prefetch("ticket_days", days))

    @admin.display(description=gettext_lazy("quota by day"))
    def quotas(self, kind: TicketType) -> SafeString | str:
        """Show how full each day is."""
        days = kind.ticket_days.all()
        return marks.lines(marks.bar(day.allotment.taken, day.allotment.capacity, f"{day.day:%m-%d}") for day in days)

    @admin.display(description=gettext_lazy("sale"))
    def on_sale(self, kind: TicketType) -> SafeString:
        """Show where business time stands in the sale window."""
        now = clock.now()
        if now < kind.sale_opens:
            return marks.pill(_("not yet"), "info")
        return marks.pill(pgettext("sale", "over")) if now >= kind.sale_closes else marks.pill(_("on sale"), "good")
