"""The visitor's path: choose, say who comes, get the ticket; and what can be done with it later."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core import states
from apps.core.actors import actor_of
from apps.core.translation import text_of
from apps.people.selectors import verified_addresses
from apps.registration import forms, selectors
from apps.registration.documents import badge as badges
from apps.registration.documents import calendar as calendars
from apps.registration.documents import qr, words
from apps.registration.models import Registration
from apps.registration.services import Outcome, Refused, mails, registrations
from apps.registration.services.enrol import WaitingListOnly

RESEND_AFTER = 60  # seconds

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Send those who have not signed in to do so; they come back to the same address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return guarded


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what can be had; `?ticket=…&day=…` is chosen already, `go` leads on."""
    actor = actor_of(request)
    if own := selectors.live_registration(actor):
        return _there_already(request, own)
    offers = selectors.get_offers_for(actor)
    choice = forms.read_choice(request.GET, offers)
    if "go" in request.GET and choice.is_valid:
        return redirect(f"{reverse('registration:details')}?{choice.query}")
    return render(
        request, "registration/start.html", {"offers": offers, "choice": choice, "asked": "go" in request.GET}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def details(request: HttpRequest) -> HttpResponse:
    """Ask who comes, once; then register."""
    actor = actor_of(request)
    addresses = verified_addresses(request.user)
    if not addresses:
        messages.info(request, gettext("Confirm your e-mail address first; the ticket goes there."))
        return redirect("account_email")
    choice = forms.read_choice(request.GET, selectors.get_offers_for(actor))
    if request.method != "POST":
        if own := selectors.live_registration(actor):
            return _there_already(request, own)
        if not choice.is_valid:
            return redirect(f"{reverse('registration:start')}?{request.GET.urlencode()}&go=1")
    form = forms.DetailsForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        email=addresses[0],
        topics=list(selectors.get_interests_for(actor)),
        waits=choice.is_waiting,
    )
    if request.method == "POST" and (answer := _submit(request, form, choice)):
        return answer
    return render(request, "registration/details.html", {"form": form, "choice": choice, "email": addresses[0]})


@require_safe
@signed_in
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ticket, or where its registration stands."""
    registration = selectors.get_registration_for(actor_of(request), code)
    return render(request, "registration/ticket.html", _shown(registration))


@require_safe
@signed_in
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Give the badge as a PDF."""
    registration, text = _with_code(request, code)
    made = badges.badge_of(registration, selectors.visit_of(registration), text)
    return _file(made, badges.CONTENT_TYPE, badges.file_name(registration))


@require_safe
@signed_in
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the days of the visit as calendar entries."""
    registration, _text = _with_code(request, code)
    address = calendars.ticket_address(registration)
    made = calendars.calendar_of(registration, selectors.visit_of(registration), address)
    return _file(made, calendars.CONTENT_TYPE, calendars.file_name(registration))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, then give the place back."""
    actor = actor_of(request)
    registration = selectors.get_registration_for(actor, code, "registration.cancel")
    if not states.allowed(registration, Registration.State.CANCELLED):
        messages.error(request, Refused("cannot_cancel").sentence)
        return redirect("registration:ticket", registration.code)
    if request.method != "POST":
        return render(request, "registration/cancel.html", {"registration": registration})
    try:
        registrations.cancel(registration=registration, by=actor)
        messages.success(request, gettext("Your registration is cancelled. The place goes to somebody else."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("registration:ticket", registration.code)


@require_POST
@signed_in
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Take the place that the waiting list offers."""
    actor = actor_of(request)
    registration = selectors.get_registration_for(actor, code, "registration.accept_offer")
    try:
        registrations.accept_offer(registration=registration, by=actor)
        messages.success(request, gettext("The place is yours."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("registration:ticket", registration.code)


@require_POST
@signed_in
def resend(request: HttpRequest, code: str) -> HttpResponse:
    """Send the mail again, at most once a minute."""
    actor = actor_of(request)
    registration = selectors.get_registration_for(actor, code)
    if cache.add(f"registration-mail:{registration.code}", True, RESEND_AFTER):
        mails.resend(registration=registration, by=actor)
        messages.success(request, gettext("The mail is on its way to %(email)s.") % {"email": registration.email_key})
    else:
        messages.info(request, gettext("The mail was sent a moment ago. Look into the spam folder too."))
    return redirect("registration:ticket", registration.code)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker that opens a kept ticket without network; `/sw.js`."""
    answer = render(request, "registration/sw.js", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _submit(request: HttpRequest, form: forms.DetailsForm, choice: forms.Choice) -> HttpResponse | None:
    """Register and lead on; None when something has to be mended first."""
    if not choice.is_valid:
        form.add_error("ticket_type", choice.error)
        return None
    if not form.is_valid():
        return None
    try:
        outcome = form.register(choice, by=actor_of(request))
    except Refused as refusal:
        form.add_refusal(refusal)
        return None
    except WaitingListOnly:
        form.ask_to_wait()
        return None
    return _thanks(request, outcome)


def _thanks(request: HttpRequest, outcome: Outcome) -> HttpResponseRedirect:
    registration = outcome.registration
    if not outcome.created:
        return _there_already(request, registration)
    said = {
        Registration.State.BADGE_ISSUED: gettext("You are registered. We have sent the ticket to %(email)s as well."),
        Registration.State.WAITLISTED: gettext(
            "You are on the waiting list. We write to %(email)s when a place is free."
        ),
    }
    text = said.get(registration.state, gettext("We have your registration and have written to %(email)s."))
    messages.success(request, text % {"email": registration.email_key})
    return redirect("registration:ticket", registration.code)


def _there_already(request: HttpRequest, registration: Registration) -> HttpResponseRedirect:
    messages.info(request, gettext("You are registered already. This is your registration."))
    return redirect("registration:ticket", registration.code)


def _shown(registration: Registration) -> dict[str, Any]:
    """Return what the ticket page shows of a registration in its present state."""
    text = selectors.code_of(selectors.badge_of(registration))
    visit = selectors.visit_of(registration)
    until = selectors.offered_until(registration)
    label = gettext("Code for the gate, %(code)s") % {"code": registration.code}
    return {
        "registration": registration,
        "kind": registration.ticket_type,
        "kind_name": text_of(registration.ticket_type, "name").value,
        "brand": f"WAIC {registration.edition.year}",
        "rows": _rows(visit),
        "standing": words.standing_of(registration, is_offered=until is not None),
        "visit": visit,
        "place": words.place_words(visit),
        "picture": qr.inline(text, label) if text else "",
        "offered_until": until,
        "waiting_before": selectors.waiting_before(registration),
        "may_cancel": states.allowed(registration, Registration.State.CANCELLED),
    }


def _rows(visit: selectors.Visit) -> list[dict[str, str]]:
    """Return where and when, as the lines at the foot of the ticket."""
    rows = [
        {"label": gettext("Venue"), "value": words.place_words(visit)},
        {"label": gettext("Entrance"), "value": words.gate_words(visit)},
        *({"label": words.day_words(day.day), "value": words.hours_words(day)} for day in visit.days),
    ]
    return [row for row in rows if row["value"]]


def _with_code(request: HttpRequest, code: str) -> tuple[Registration, str]:
    """Return a registration and the text of its QR code; 404 where there is no valid badge."""
    registration = selectors.get_registration_for(actor_of(request), code)
    text = selectors.code_of(selectors.badge_of(registration))
    if text is None:
        raise Http404
    return registration, text


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
