"""Public reads: ticket types."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.api.language import TextField
from apps.editions.api import EditionsScoped
from apps.registration.models import TicketType
from apps.registration.selectors_api import get_ticket_types_for


class TicketTypeSerializer(serializers.ModelSerializer):
    """A ticket type with its days and free places."""

    name = TextField()
    text = TextField()
    edition = serializers.IntegerField(source="edition.year")
    on_sale = serializers.SerializerMethodField()
    days = serializers.SerializerMethodField()
    is_sample = serializers.BooleanField()

    class Meta:
        model = TicketType
        fields = (
            "slug", "edition", "name", "text", "price", "currency", "sale_opens", "sale_closes",
            "on_sale", "picks_days", "needs_document", "days", "is_sample",
        )  # fmt: skip

    def get_on_sale(self, kind: TicketType) -> bool:
        """Whether it can be had at the business clock."""
        return kind.sale_opens <= clock.now() < kind.sale_closes

    def get_days(self, kind: TicketType) -> list[dict[str, Any]]:
        """Each day with what is left of its quota."""
        return [
            {
                "day": day.day.isoformat(),
                "capacity": day.allotment.capacity,
                "free": day.allotment.free,
                "waiting_list": day.allotment.has_waiting_list,
            }
            for day in sorted(kind.ticket_days.all(), key=lambda entry: entry.day)
        ]


class TicketTypes(EditionsScoped):
    """Ticket types of the current edition, or of `?edition=`."""

    serializer_class = TicketTypeSerializer
    lookup_field = "slug"
    select = staticmethod(get_ticket_types_for)
    ordering = ("position", "id")

    def get_queryset(self) -> Any:
        """Show the current edition unless another is asked for."""
        rows = super().get_queryset()
        return rows if "edition" in self.request.query_params else rows.filter(edition__is_current=True)

    def of_edition(self, rows: Any, edition: Any) -> Any:
        """Keep one edition."""
        return rows.filter(edition=edition)
