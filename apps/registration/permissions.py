"""Who may register, see and change registrations, and work at gates."""

from typing import Any

from django.db.models import QuerySet

from apps.core.actors import Actor
from apps.core.permissions import anyone, public_rows, rule, scope, with_perm, with_scope
from apps.registration.models import AccessRule, Badge, Device, Registration, Scan, TicketDay, TicketType


def is_own(actor: Actor, registration: Any) -> bool:
    """Allow the person whose registration it is."""
    return registration is not None and actor.person_id == registration.person_id is not None


def made_it(actor: Actor, registration: Any) -> bool:
    """Allow the program that made the registration."""
    return registration is not None and actor.token is not None and registration.made_by == f"token:{actor.id}"


def by_person(actor: Actor, obj: Any) -> bool:
    """Allow whoever has signed in."""
    return actor.kind in ("person", "staff")


staff_changes = with_perm("registration.change_registration")

rule("registration.create", with_scope("registrations:write"), with_perm("registration.add_registration"), by_person)
rule("registration.see", is_own, with_perm("registration.view_registration"))
rule("registration.read", with_scope("registrations:read"), with_scope("registrations:write"))
rule("registration.write", with_scope("registrations:write"))
rule("registration.cancel", is_own, staff_changes)
rule("registration.accept_offer", is_own, staff_changes)
rule("registration.handle", staff_changes)
rule("gate.scan", with_scope("check-ins:write"))
rule("gate.pair", with_perm("registration.add_device"))
rule("ticket_type.see", anyone)

for model in (TicketDay, AccessRule):
    scope(model)(public_rows)


@scope(TicketType)
def ticket_types_for(actor: Actor, types: QuerySet) -> QuerySet:
    """Show what is offered on the site; all to staff."""
    return types if actor.has_perm("registration.view_tickettype") else types.filter(is_public=True)


@scope(Registration)
def registrations_of(actor: Actor, registrations: QuerySet) -> QuerySet:
    """Show staff all, programs what they made, each person their own."""
    if actor.has_perm("registration.view_registration"):
        return registrations
    if actor.token is not None:
        return registrations.filter(made_by=f"token:{actor.id}")
    return registrations.filter(person_id=actor.person_id or 0)


@scope(Badge)
def badges_of(actor: Actor, badges: QuerySet) -> QuerySet:
    """Show staff all, each person their own."""
    if actor.has_perm("registration.view_badge"):
        return badges
    return badges.filter(registration__person_id=actor.person_id or 0)


@scope(Scan)
def scans_of(actor: Actor, scans: QuerySet) -> QuerySet:
    """Show staff all, a device its own."""
    if actor.has_perm("registration.view_scan"):
        return scans
    return scans.filter(token_id=actor.token.pk) if actor.token else scans.none()


@scope(Device)
def devices_of(actor: Actor, devices: QuerySet) -> QuerySet:
    """Show devices to staff."""
    return devices if actor.has_perm("registration.view_device") else devices.none()
