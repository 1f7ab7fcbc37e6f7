"""A new ticket code for the same registration."""

from django.db import transaction
from django.utils import timezone

from apps.core import history, outbox
from apps.core.actors import Actor
from apps.registration.models import Badge, Registration, Stay
from apps.registration.services.data import Refused
from apps.registration.services.register import new_badge


@transaction.atomic
def reissue(*, registration: Registration, by: Actor, reason: str = "") -> Badge:
    """End the present badge and issue another in the same transaction (INV-07).

    An open stay moves along, so the new badge cannot enter a second time. Raises Refused when
    the registration has no active badge.
    """
    old = Badge.objects.select_for_update().filter(registration=registration, revoked_at=None).first()
    if old is None:
        raise Refused("no_badge", registration)
    Badge.objects.filter(pk=old.pk).update(revoked_at=timezone.now())
    badge = new_badge(registration)
    badge.save(force_insert=True)
    Stay.objects.filter(badge=old, closed_at=None).update(badge=badge)
    history.write(registration, "badge.reissued", by=by, reason=reason)
    payload = {"registration": registration.code}
    outbox.put_many(
        [
            outbox.message("mail", "badge_reissued", payload),
            outbox.message("event", "badge.reissued", payload),
        ]
    )
    return badge
