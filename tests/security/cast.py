"""Who knocks at the doors, and what they knock at."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from apps.core import webhooks
from apps.core.actors import SYSTEM
from apps.registration.catalogue import offer_of
from apps.registration.models import Registration
from apps.registration.services import PersonData, register
from tests.conftest import SUNDAY, Caller, Fair, make_account, make_caller, signed_in


@dataclass
class House:
    """A fair with a registration of the visitor's, one of a program's, and everybody's browser."""

    fair: Fair
    clients: dict[str, Any]
    visitors: Registration
    programs: Registration
    program: Caller
    webhook: str

    @property
    def arguments(self) -> dict[str, str]:
        """Return what stands in an address where a route has a variable."""
        return {"own": self.visitors.code, "made": self.programs.code, "hook": self.webhook}


def open_house(fair: Fair) -> House:
    """Let everybody in."""
    people = {
        "visitor": make_account("lin.yue@example.org", "Lin Yue"),
        "stranger": make_account("stranger@example.org", "Sam Stranger"),
        "clerk": make_account("clerk@example.org", "Clerk", is_staff=True),
        "staff": make_account("staff@example.org", "Staff Member", is_staff=True, is_superuser=True),
        "editor": make_account("editor@example.org", "Editor", is_staff=True),
        "deactivated": make_account("gone@example.org", "Gone"),
    }
    people["editor"].groups.add(Group.objects.get(name="Editors"))
    clients: dict[str, Any] = {name: signed_in(user) for name, user in people.items()}
    people["deactivated"].is_active = False
    people["deactivated"].save()
    scopes = ["registrations:read", "registrations:write", "webhooks"]
    program = make_caller("partner site", scopes)
    clients |= {
        "anonymous": Client(),
        "program": program.client,
        "rival": make_caller("rival site", scopes).client,
        "device": make_caller("N1 phone", ["check-ins:write"], bound_to="gate:N1").client,
    }
    for client in clients.values():
        client.raise_request_exception = False
    hook, _secret = webhooks.subscribe(
        token=program.token,
        url="https://127.0.0.1:9/hook",
        events=["registration.confirmed"],
        by=program.actor,
    )
    return House(
        fair=fair,
        clients=clients,
        visitors=registered("Lin Yue", "lin.yue@example.org", person=people["visitor"].person),
        programs=registered("Ada", "ada@example.org", made_by=f"token:{program.token.pk}"),
        program=program,
        webhook=hook.public_id,
    )


def registered(name: str, email: str, *, made_by: str = "person", **more: Any) -> Registration:
    """Register somebody for Sunday."""
    return register(
        offer=offer_of(2025, "visitor"),
        person=PersonData(name=name, email=email, **more),
        days=(SUNDAY,),
        by=SYSTEM,
        made_by=made_by,
    ).registration
