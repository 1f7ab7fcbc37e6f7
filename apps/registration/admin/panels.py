"""What waits at registration and at the gates."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.admin import Panel, Row, waiting
from apps.core.admin.door import allowed
from apps.registration.admin.registrations import TONES
from apps.registration.models import Device, Registration, Scan


@waiting.register("registrations")
def registrations(request: HttpRequest) -> Panel | None:
    """Tell how the registrations of the current edition stand, and how many came today."""
    if not allowed(request, Registration._meta, "view"):
        return None
    rows = Registration.objects.filter(edition__is_current=True)
    counts = rows.values("state").annotate(
        n=Count("pk"), stopped=Count("pk", filter=Q(manual_hold=True)), edition=Count("edition", distinct=True)
    )
    found = {row["state"]: row for row in counts.order_by()}
    url = reverse("admin:registration_registration_changelist")
    shown = [
        Row(state.label, found[state]["n"], f"{url}?state__exact={state.value}", TONES.get(state, ""))
        for state in Registration.State
        if state in found
    ]
    stopped = sum(row["stopped"] for row in found.values())
    if stopped:
        shown.append(Row(_("Stopped at the gate"), stopped, f"{url}?manual_hold__exact=1", "bad"))
    return Panel(_("Registrations of this edition"), shown, _("Nobody has registered yet."), place=10)


@waiting.register("gates")
def gates(request: HttpRequest) -> Panel | None:
    """Tell how many scans are to be reviewed, what today's scans said, which devices work."""
    if not allowed(request, Scan._meta, "view"):
        return None
    start = clock.now().astimezone(clock.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    scans = Scan.objects.aggregate(
        review=Count("pk", filter=Q(needs_review=True)),
        admitted=Count("pk", filter=Q(result=Scan.Result.ADMITTED, at__gte=start)),
        refused=Count("pk", filter=Q(result=Scan.Result.REFUSED, at__gte=start)),
    )
    devices = Device.objects.filter(token__revoked_at=None).count()
    url = reverse("admin:registration_scan_changelist")
    rows = [
        Row(_("Scans to review"), scans["review"], f"{url}?needs_review__exact=1", "warn" if scans["review"] else ""),
        Row(_("Admitted today"), scans["admitted"], f"{url}?result__exact=admitted"),
        Row(_("Refused today"), scans["refused"], f"{url}?result__exact=refused"),
        Row(_("Devices paired"), devices, reverse("admin:registration_device_changelist")),
    ]
    return Panel(_("Gates"), rows, place=20)
