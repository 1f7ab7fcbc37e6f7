"""Places, bookings and the waiting list in the back office."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.bookings.models import Allotment, Booking, WaitingEntry
from apps.core.admin import CappedPaginator, HouseAdmin, Panel, Row, marks, waiting
from apps.core.admin.door import allowed
from apps.core.admin.forms import HouseForm

TONES = {
    "confirmed": "good",
    "accepted": "good",
    "held": "info",
    "offered": "info",
    "waiting": "warn",
}


class AllotmentForm(HouseForm):
    """Capacity may change, never below what is taken."""

    def clean_capacity(self) -> int:
        """Refuse fewer places than are taken now; the database refuses it too."""
        capacity = self.cleaned_data["capacity"]
        taken = 0
        if self.instance.pk:
            taken = Allotment.objects.values_list("taken", flat=True).get(pk=self.instance.pk)
        if capacity < taken:
            sentence = _("%(taken)d places are taken; the quota cannot be smaller.")
            raise ValidationError(sentence, params={"taken": taken})
        return capacity


class FullFilter(admin.SimpleListFilter):
    """Sold out, nearly, or free."""

    title = gettext_lazy("places")
    parameter_name = "places"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the two lists worth looking at."""
        return [("out", _("sold out")), ("nearly", _("nearly sold out"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to full or nearly full allotments."""
        if self.value() == "out":
            return queryset.filter(taken__gte=F("capacity"))
        if self.value() == "nearly":
            return queryset.filter(NEARLY)
        return queryset


NEARLY = Q(taken__gte=F("capacity") * 9 / 10, taken__lt=F("capacity"))


@admin.register(Allotment)
class AllotmentAdmin(HouseAdmin):
    """Quotas; `taken` is written by bookings alone."""

    form = AllotmentForm
    list_display = ("name", "code", "quota", "has_waiting_list", "waiting_now", "origin")
    list_filter = (FullFilter, "has_waiting_list", "provenance")
    search_fields = ("code", "name")
    ordering = ("code", "id")
    readonly_fields = ("quota",)
    export_fields = (
        ("code", gettext_lazy("code")),
        ("name", gettext_lazy("name")),
        ("capacity", gettext_lazy("places")),
        ("taken", gettext_lazy("taken")),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Count who waits."""
        in_line = Count("waiting", filter=Q(waiting__state=WaitingEntry.State.WAITING))
        return super().get_queryset(request).annotate(in_line=in_line)

    @admin.display(description=gettext_lazy("taken"), ordering="taken")
    def quota(self, allotment: Allotment) -> SafeString:
        """Show how full it is."""
        return marks.bar(allotment.taken, allotment.capacity)

    @admin.display(description=gettext_lazy("waiting"), ordering="in_line")
    def waiting_now(self, allotment: Allotment) -> int:
        """Show how many wait."""
        return allotment.in_line


class HolderAdmin(HouseAdmin):
    """What a person or an organisation holds; read only, verbs stand with the owner."""

    ledger = True
    paginator = CappedPaginator
    list_select_related = ("person", "organisation")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("holder"))
    def holder(self, row: Booking | WaitingEntry) -> str:
        """Show who holds it."""
        return str(row.person or row.organisation)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, row: Booking | WaitingEntry) -> SafeString:
        """Show the state."""
        return marks.pill(row.get_state_display(), TONES.get(row.state, ""))


@admin.register(Booking)
class BookingAdmin(HolderAdmin):
    """Places held and confirmed."""

    list_display = ("created_at", "allotment", "holder", "quantity", "standing", "expires_at", "origin")
    list_select_related = ("allotment", "person", "organisation")
    list_filter = ("state", "provenance")
    search_fields = ("allotment__code__startswith", "person__name")
    export_fields = (
        ("allotment__code", gettext_lazy("code")),
        ("quantity", gettext_lazy("places")),
        ("state", gettext_lazy("state")),
        ("created_at", gettext_lazy("created")),
        ("expires_at", gettext_lazy("held until")),
    )


@admin.register(WaitingEntry)
class WaitingEntryAdmin(HolderAdmin):
    """Who waits for what, first come first served."""

    list_display = ("created_at", "holder", "for_what", "quantity", "standing", "offered_until", "origin")
    list_filter = ("state", "provenance")
    search_fields = ("person__name",)
    ordering = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the wished quotas along."""
        return super().get_queryset(request).prefetch_related("allotments")

    @admin.display(description=gettext_lazy("places"))
    def for_what(self, entry: WaitingEntry) -> SafeString | str:
        """Show the quotas of the wish."""
        return marks.lines(allotment.name for allotment in entry.allotments.all())


@waiting.register("quotas")
def quotas(request: HttpRequest) -> Panel | None:
    """Tell what is sold out or nearly so, and who waits."""
    if not allowed(request, Allotment._meta, "view"):
        return None
    url = reverse("admin:bookings_allotment_changelist")
    tight = list(Allotment.objects.filter(Q(taken__gte=F("capacity")) | NEARLY).order_by("-taken", "id")[:8])
    rows = [Row(one.name, "", f"{url}{one.pk}/change/", bar=marks.bar(one.taken, one.capacity)) for one in tight]
    waits = WaitingEntry.objects.filter(state__in=(WaitingEntry.State.WAITING, WaitingEntry.State.OFFERED))
    found = dict(waits.values_list("state").annotate(n=Count("pk")).order_by())
    lists = reverse("admin:bookings_waitingentry_changelist")
    for state, label in (
        (WaitingEntry.State.WAITING, _("On the waiting list")),
        (WaitingEntry.State.OFFERED, _("Offers open")),
    ):
        if found.get(state):
            rows.append(Row(label, found[state], f"{lists}?state__exact={state}", "warn"))
    return Panel(_("Sold out or nearly"), rows, _("Every quota has places left."), place=30)
