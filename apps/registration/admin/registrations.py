"""Registrations: a list for many thousands, a page for one, and the desk's verbs."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.bookings.models import Booking
from apps.core import history
from apps.core.actors import actor_of
from apps.core.admin import Act, CappedPaginator, HouseAdmin, LanguageFilter, marks
from apps.core.admin.door import allowed
from apps.core.permissions import can
from apps.people.addresses import fold_email
from apps.registration.admin import verbs
from apps.registration.admin.add import NewRegistrationForm
from apps.registration.admin.imports import RegistrationImporter
from apps.registration.models import Badge, Registration, Scan, TicketDay

State = Registration.State
TONES = {
    State.BADGE_ISSUED: "good",
    State.ATTENDED: "good",
    State.CONFIRMED: "good",
    State.WAITLISTED: "warn",
    State.ID_CHECK: "warn",
    State.AWAITING_PAYMENT: "warn",
    State.SUBMITTED: "info",
    State.CANCELLED: "bad",
    State.REJECTED: "bad",
    State.EXPIRED: "bad",
}


class DayFilter(admin.SimpleListFilter):
    """The days for which a registration is good."""

    title = gettext_lazy("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the days that tickets of the current edition have."""
        days = TicketDay.objects.filter(ticket_type__edition__is_current=True)
        found = days.order_by("day").values_list("day", flat=True).distinct()
        return [(day.isoformat(), f"{day:%Y-%m-%d}") for day in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to one day."""
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(days__contains=[self.value()]) if self.value() in known else queryset


@admin.register(Registration)
class RegistrationAdmin(HouseAdmin):
    """One row a registration; everything that changes it is a verb."""

    ledger = True
    paginator = CappedPaginator
    acts = verbs.ACTS
    importer = RegistrationImporter
    change_form_template = "admin/registration/registration.html"
    list_display = ("code", "name", "ticket_type", "standing", "good_for", "language", "made_by", "created")
    list_display_links = ("code", "name")
    list_select_related = ("person", "ticket_type")
    list_filter = ("state", "ticket_type", DayFilter, "edition", LanguageFilter, "manual_hold", "provenance")
    search_fields = ("=code", "person__name", "person__name_hans", "person__name_latin")
    search_help_text = gettext_lazy("Code, e-mail address, or name in any script.")
    ordering = ("-id",)
    export_fields = (
        ("code", gettext_lazy("code")),
        ("state", gettext_lazy("state")),
        ("edition__year", gettext_lazy("edition")),
        ("ticket_type__slug", gettext_lazy("ticket type")),
        ("days", gettext_lazy("days")),
        ("person__name", pgettext_lazy("person", "name")),
        ("person__name_hans", gettext_lazy("name in Chinese")),
        ("person__name_latin", gettext_lazy("name in Latin letters")),
        ("email_key", gettext_lazy("e-mail address")),
        ("person__country", gettext_lazy("country or region")),
        ("language", gettext_lazy("language")),
        ("interests", gettext_lazy("interests")),
        ("made_by", gettext_lazy("made by")),
        ("created_at", gettext_lazy("created")),
        ("provenance", gettext_lazy("provenance")),
    )

    def may_act(self, request: HttpRequest) -> bool:
        """Ask the door for the desk's verbs."""
        return can(actor_of(request), "registration.handle")

    def has_add_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """Let staff register people, through the verb."""
        return allowed(request, self.opts, "add")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search by address where the term looks like one, else by code and name."""
        term = search_term.strip()
        if "@" not in term:
            return super().get_search_results(request, queryset, term.upper() if len(term) == 10 else term)
        try:
            return queryset.filter(email_key=fold_email(term)), False
        except ValidationError:
            return queryset.filter(email_key__startswith=term.lower()), False

    # --- one registration ---

    def acts_for(self, request: HttpRequest, obj: Registration | None) -> list[Act]:
        """Offer what this registration can still do."""
        return verbs.possible(super().acts_for(request, obj), obj) if obj is not None else []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Add what belongs to the registration: badges, scans, bookings, history."""
        extra: dict[str, Any] = {"show_close": True}
        obj = self.get_object(request, object_id)
        if obj is not None and self.has_view_permission(request, obj):
            badges = list(Badge.objects.filter(registration=obj).order_by("-issued_at"))
            scans = Scan.objects.filter(badge__in=badges).select_related("gate").order_by("-at")
            extra |= {
                "badges": badges,
                "scans": scans[:50],
                "bookings": Booking.objects.filter(batch=obj.batch)
                .select_related("allotment")
                .order_by("allotment__code"),
                "lines": history.of(obj)[:100],
                "object": obj,
                "standing": self.standing(obj),
                "sample_mark": self.origin(obj),
                "days": self.good_for(obj),
            }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read person, ticket type and edition along."""
        return super().get_queryset(request).select_related("person", "ticket_type", "edition")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Register somebody at the desk."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewRegistrationForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            outcome = form.register(by=actor_of(request))
            if outcome is not None:
                said = _("Registered.") if outcome.created else _("This person is registered already; here it is.")
                self.message_user(request, said)
                url = reverse("admin:registration_registration_change", args=[outcome.registration.pk])
                return HttpResponseRedirect(url)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Register somebody"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/registration/add.html", context)

    # --- columns ---

    @admin.display(description=pgettext_lazy("person", "name"))
    def name(self, registration: Registration) -> SafeString | str:
        """Show the person, with the mark of generated rows."""
        person = registration.person.name
        return format_html("{} {}", person, marks.sample()) if registration.is_sample else person

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, registration: Registration) -> SafeString:
        """Show the state, and a stop at the gate."""
        pill = marks.pill(registration.get_state_display(), TONES.get(registration.state, ""))
        if not registration.manual_hold:
            return pill
        return marks.lines([pill, marks.pill(_("stopped at the gate"), "bad")])

    @admin.display(description=gettext_lazy("days"))
    def good_for(self, registration: Registration) -> SafeString:
        """Show the days in short."""
        return marks.days(registration.days)

    @admin.display(description=gettext_lazy("created"), ordering="created_at")
    def created(self, registration: Registration) -> str:
        """Show when it was made."""
        return marks.moment(registration.created_at)


@admin.register(Badge)
class BadgeAdmin(HouseAdmin):
    """Ticket codes; the serial is never shown."""

    ledger = True
    paginator = CappedPaginator
    list_display = ("registration", "person", "key_id", "issued_at", "revoked_at", "origin")
    list_select_related = ("registration__person",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("=registration__code",)
    ordering = ("-id",)
    exclude = ("serial",)

    @admin.display(description=gettext_lazy("person"))
    def person(self, badge: Badge) -> str:
        """Show whose it is."""
        return badge.registration.person.name
