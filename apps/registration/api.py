"""Calls: registrations, check-ins with manifest, ticket types."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import signed_codes
from apps.core.api.idempotent import answer_once
from apps.core.api.problems import Problem
from apps.core.api.views import HouseAPIView
from apps.registration import manifest, selectors_api
from apps.registration.api_data import (
    CheckInSerializer,
    RegistrationSerializer,
    RegistrationWriteSerializer,
    ScanAnswerSerializer,
)
from apps.registration.catalogue import Entrance, entrance_of, offer_of, offer_of_type
from apps.registration.models import Badge, Registration
from apps.registration.selectors import badge_of
from apps.registration.services import PersonData, Refused, register, registrations, scans

STATUS = {"unknown_ticket_type": 400, "days": 400}
# The contract says `confirmed` for a registration whose ticket is there.
SHOWN_STATE = {Registration.State.BADGE_ISSUED: Registration.State.CONFIRMED}


def problem_of(refused: Refused) -> Problem:
    """Turn a refusal of a service into a problem document."""
    status = STATUS.get(refused.code, 409)
    more = {"field": refused.field} if refused.field else {}
    if status == 400:
        entry = {"field": refused.field, "message": refused.sentence, "code": refused.code}
        return Problem(400, "invalid", gettext("Some fields need another value."), errors=[entry])
    return Problem(status, refused.code, refused.sentence, **more)


def shown(request: Request, registration: Registration, badge: Badge | None) -> dict[str, Any]:
    """Return a registration as the contract shows it, in plain JSON types."""
    offer = offer_of_type(registration.ticket_type_id)
    ticket = None
    if badge is not None:
        ticket = {
            "token": signed_codes.code_for(bytes(badge.serial), badge.key_id),
            "qr_svg_url": request.build_absolute_uri(reverse("api:registration-qr", args=[registration.code])),
        }
    state = registration.state
    return {
        "code": registration.code,
        "state": str(SHOWN_STATE.get(state, state)),
        "edition": offer.edition.year,
        "ticket_type": offer.ticket_type.slug,
        "days": [day.isoformat() for day in registration.days],
        "is_sample": registration.is_sample,
        "ticket": ticket,
    }


class RegistrationList(HouseAPIView):
    """Registers a person on behalf of a program."""

    verbs = {"POST": "registration.write"}

    @extend_schema(
        operation_id="registrations_create",
        request=RegistrationWriteSerializer,
        responses={201: RegistrationSerializer, 200: RegistrationSerializer},
    )
    def post(self, request: Request) -> Response:
        """201 for a new registration, 200 for one that this token made before."""
        return answer_once(request, lambda: self.create(request))

    def create(self, request: Request) -> Response:
        """Check the body and register."""
        form = RegistrationWriteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        offer = offer_of(data["edition"], data["ticket_type"])
        if offer is None:
            raise problem_of(Refused("unknown_ticket_type"))
        given = dict(data["person"])
        interests = tuple(given.pop("interests"))
        made_by = f"token:{self.actor.id}"
        try:
            outcome = register(
                offer=offer,
                person=PersonData(**given),
                days=tuple(data["days"]) if data["days"] is not None else None,
                by=self.actor,
                made_by=made_by,
                interests=interests,
            )
        except Refused as refused:
            raise problem_of(refused) from refused
        if not outcome.created and outcome.registration.made_by != made_by:
            raise problem_of(Refused("already_registered"))
        body = shown(request, outcome.registration, outcome.badge)
        return Response(body, status=201 if outcome.created else 200)


class RegistrationDetail(HouseAPIView):
    """One registration that this program made."""

    verbs = {"GET": "registration.read"}

    @extend_schema(operation_id="registrations_read", responses=RegistrationSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Read it; somebody else's is not found."""
        registration = selectors_api.get_registration_for(self.actor, code)
        return Response(shown(request, registration, badge_of(registration)))


class RegistrationCancel(HouseAPIView):
    """Cancels a registration that this program made."""

    verbs = {"POST": "registration.write"}

    @extend_schema(operation_id="registrations_cancel", request=None, responses=RegistrationSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Cancel; 409 `cannot_cancel` when it is too late."""
        return answer_once(request, lambda: self.cancel(request, code))

    def cancel(self, request: Request, code: str) -> Response:
        """Call the verb; a second cancellation answers like the first."""
        registration = selectors_api.get_registration_for(self.actor, code)
        if registration.state != Registration.State.CANCELLED:
            try:
                registrations.cancel(registration=registration, by=self.actor)
            except Refused as refused:
                raise problem_of(refused) from refused
        return Response(shown(request, registration, None))


class RegistrationQR(HouseAPIView):
    """The ticket code as a picture."""

    verbs = {"GET": "registration.read"}

    @extend_schema(operation_id="registrations_qr", responses={(200, "image/svg+xml"): bytes})
    def get(self, request: Request, code: str) -> HttpResponse:
        """Draw the QR code as SVG."""
        registration = selectors_api.get_registration_for(self.actor, code)
        badge = badge_of(registration)
        if badge is None:
            raise Problem(409, "no_ticket", gettext("This registration has no ticket yet."))
        return HttpResponse(selectors_api.qr_svg(badge), content_type="image/svg+xml")


def entrance_for(view: HouseAPIView, code: str) -> Entrance:
    """Return the gate, if this device may work there; otherwise it does not exist for it."""
    entrance = entrance_of(code)
    bound = view.request.auth.bound_to
    if entrance is None or (bound and bound != f"gate:{code}"):
        raise Problem(404, "gate", gettext("This device has no such gate."))
    return entrance


class CheckIns(HouseAPIView):
    """Scans of a gate; the device is the token."""

    verbs = {"POST": "gate.scan"}

    @extend_schema(
        operation_id="check_ins_create", request=CheckInSerializer, responses=ScanAnswerSerializer(many=True)
    )
    def post(self, request: Request) -> Response:
        """Answer each scan with one result; repeated ids return their first answer."""
        return answer_once(request, lambda: self.record(request))

    def record(self, request: Request) -> Response:
        """Record the scans in the order they came."""
        form = CheckInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        entrance = entrance_for(self, form.validated_data["gate"])
        results = []
        for given in form.validated_data["scans"]:
            scan = scans.Shown(
                nonce=given["id"],
                code=given["token"],
                device_at=given["at"],
                direction=given["direction"],
                offline=given["offline"],
                decided=given["decided"],
            )
            results.append(told(scans.scan(shown=scan, entrance=entrance, token=request.auth, by=self.actor)))
        return Response({"results": results})


def told(answer: scans.Answer) -> dict[str, Any]:
    """Return one answer as the contract shows it, in plain JSON types."""
    ticket = answer.ticket
    first = None
    if answer.first:
        first = {"gate": answer.first[0], "at": answer.first[1].isoformat()}
    return {
        "id": answer.nonce,
        "result": str(answer.result),
        "reason": str(answer.reason) or None,
        "registration": ticket.code if ticket else None,
        "name": ticket.name if ticket else None,
        "ticket_type": offer_of_type(ticket.ticket_type).ticket_type.name if ticket else None,
        "first": first,
        "flags": scans.flags_of(ticket),
    }


class Manifest(HouseAPIView):
    """Keys, rules and revocations with which a gate decides offline."""

    verbs = {"GET": "gate.scan"}

    @extend_schema(operation_id="check_ins_manifest", responses={200: dict})
    def get(self, request: Request) -> Response:
        """Give the whole manifest, or with `since` only what is new."""
        entrance = entrance_for(self, request.query_params.get("gate", ""))
        body = manifest.build(entrance, since=request.query_params.get("since", ""))
        etag = manifest.etag_of(body)
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers={"ETag": etag})
        return Response(body, headers={"ETag": etag})
