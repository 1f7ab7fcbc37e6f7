"""Gates with their devices: pairing by a code on the screen, the ledger of scans."""

import segno
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actors import Actor, actor_of
from apps.core.admin import Act, CappedPaginator, HouseAdmin, Refused, marks
from apps.core.permissions import can
from apps.editions.admin import GateAdmin
from apps.editions.models import Gate
from apps.registration.models import Device, Scan
from apps.registration.services import gates


@admin.register(Gate)
class PairingGateAdmin(GateAdmin):
    """Gates with the page that pairs a device."""

    list_display = (*GateAdmin.list_display[:5], "devices_now", *GateAdmin.list_display[5:])
    change_form_template = "admin/registration/gate.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Count the devices that work."""
        live = Count("devices", filter=Q(devices__token__revoked_at=None))
        return super().get_queryset(request).annotate(device_count=live)

    def get_urls(self) -> list:
        """Add the pairing page."""
        view = self.admin_site.admin_view(self.pair_view)
        return [path("<int:pk>/pair/", view, name="editions_gate_pair"), *super().get_urls()]

    @admin.display(description=gettext_lazy("devices"))
    def devices_now(self, gate: Gate) -> SafeString:
        """Lead to the pairing page with the devices."""
        return marks.link(reverse("admin:editions_gate_pair", args=[gate.pk]), gate.device_count)

    def pair_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the paired devices; a POST shows a fresh code, once."""
        gate = self.get_object(request, str(pk))
        if gate is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not can(actor_of(request), "gate.pair", gate):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pair a device with %(gate)s") % {"gate": gate},
            "opts": self.opts,
            "gate": gate,
            "devices": Device.objects.filter(gate=gate).select_related("token").order_by("-paired_at"),
        }
        if request.method == "POST" and "revoke" in request.POST:
            return self._revoke(request, gate)
        if request.method == "POST":
            made, code = gates.make_pairing_code(gate=gate, by=actor_of(request))
            address = _pairing_address(request, code)
            context |= {"code": code, "made": made, "address": address, "qr": _qr(address)}
        response = TemplateResponse(request, "admin/registration/pair.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _revoke(self, request: HttpRequest, gate: Gate) -> HttpResponse:
        chosen = request.POST["revoke"]
        device = Device.objects.filter(gate=gate, pk=chosen if chosen.isdecimal() else 0).first()
        if device is not None:
            gates.revoke_device(device=device, by=actor_of(request))
            self.message_user(request, _("“%(device)s” no longer scans.") % {"device": device})
        return HttpResponseRedirect(request.path)


def _pairing_address(request: HttpRequest, code: str) -> str:
    """Return the address in the code: that of the request in DEBUG, else the site's own."""
    base = request.build_absolute_uri("/") if settings.DEBUG else settings.SITE_ADDRESS
    return f"{base.rstrip('/')}/gate/#pair={code}"


def _qr(text: str) -> SafeString:
    """Return the code as SVG without inline styles."""
    qr = segno.make(text, error="m", micro=False)
    return mark_safe(qr.svg_inline(border=2, omitsize=True, dark="#000", light="#fff"))  # noqa: S308 - made here


def revoke(device: Device, by: Actor, reason: str) -> None:
    """End a device."""
    if device.token.revoked_at:
        raise Refused(_("It has ended already."))
    gates.revoke_device(device=device, by=by)


@admin.register(Device)
class DeviceAdmin(HouseAdmin):
    """Paired phones and scanners."""

    ledger = True
    list_display = ("label", "gate", "paired_at", "standing", "origin")
    list_select_related = ("gate", "token")
    list_filter = ("gate", ("token__revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("label", "gate__code")
    ordering = ("-id",)
    acts = (Act("revoke", gettext_lazy("Revoke"), revoke, danger=True),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the tokens along, also for actions."""
        return super().get_queryset(request).select_related("gate", "token")

    @admin.display(description=gettext_lazy("state"))
    def standing(self, device: Device) -> SafeString:
        """Show whether the device may scan."""
        return marks.pill(_("revoked"), "bad") if device.token.revoked_at else marks.pill(_("paired"), "good")


@admin.register(Scan)
class ScanAdmin(HouseAdmin):
    """The ledger of scans; nobody writes here."""

    ledger = True
    paginator = CappedPaginator
    list_display = ("at", "gate", "direction", "answer", "registration", "offline", "review", "origin")
    list_select_related = ("gate", "badge__registration")
    list_filter = ("needs_review", "result", "reason", "direction", "offline", "clock_is_off", "gate")
    search_fields = ("=badge__registration__code",)
    search_help_text = gettext_lazy("Code of the registration.")
    ordering = ("-id",)
    exclude = ("nonce",)
    export_fields = (
        ("at", gettext_lazy("time")),
        ("device_at", gettext_lazy("time on the device")),
        ("gate__code", gettext_lazy("gate")),
        ("direction", gettext_lazy("direction")),
        ("result", gettext_lazy("result")),
        ("reason", gettext_lazy("reason")),
        ("badge__registration__code", gettext_lazy("registration")),
        ("offline", gettext_lazy("decided offline")),
        ("needs_review", gettext_lazy("to review")),
    )

    @admin.display(description=gettext_lazy("result"), ordering="result")
    def answer(self, scan: Scan) -> SafeString:
        """Show what the gate said."""
        if scan.result == Scan.Result.ADMITTED:
            return marks.pill(scan.get_result_display(), "good")
        return marks.pill(scan.get_reason_display(), "bad")

    @admin.display(description=gettext_lazy("registration"))
    def registration(self, scan: Scan) -> SafeString | str:
        """Lead to the registration."""
        if scan.badge is None:
            return marks.EMPTY
        one = scan.badge.registration
        return marks.link(reverse("admin:registration_registration_change", args=[one.pk]), one.code)

    @admin.display(description=gettext_lazy("to review"), ordering="needs_review")
    def review(self, scan: Scan) -> SafeString | str:
        """Mark contradictions between device and server."""
        return marks.pill(_("to review"), "warn") if scan.needs_review else ""
