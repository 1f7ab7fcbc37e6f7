"""The demo's registrations, tickets and scans; every row is a labelled sample."""

import random

from django.db import connection

from apps.bookings.models import Allotment
from apps.core import sockets
from apps.core.models import ApiToken, Provenance
from apps.editions.models import Edition
from apps.registration import sample
from apps.registration.models import AccessRule, Registration, TicketDay, TicketType
from apps.registration.sample_types import load_types

SAMPLE = Provenance.GENERATED
SCANNER = "sample gates"

# Children before parents. Scans and history only grow, so their triggers rest meanwhile.
REMOVE = (
    "ALTER TABLE registration_scan DISABLE TRIGGER scans_only_grow",
    "DELETE FROM registration_scan WHERE provenance = 'generated' OR badge_id IN "
    "(SELECT id FROM registration_badge WHERE provenance = 'generated')",
    "ALTER TABLE registration_scan ENABLE TRIGGER scans_only_grow",
    "DELETE FROM registration_stay WHERE badge_id IN (SELECT id FROM registration_badge WHERE provenance = 'generated')",
    "ALTER TABLE core_history DISABLE TRIGGER history_only_grows",
    "DELETE FROM core_history WHERE subject_type = 'registration.registration' AND subject_id IN "
    "(SELECT id FROM registration_registration WHERE provenance = 'generated')",
    "ALTER TABLE core_history ENABLE TRIGGER history_only_grows",
    "DELETE FROM registration_badge WHERE provenance = 'generated'",
    "DELETE FROM bookings_booking WHERE provenance = 'generated'",
    "DELETE FROM bookings_waitingentry_allotments WHERE waitingentry_id IN "
    "(SELECT id FROM bookings_waitingentry WHERE provenance = 'generated')",
    "DELETE FROM bookings_waitingentry WHERE provenance = 'generated'",
    "DELETE FROM registration_registration WHERE provenance = 'generated'",
    "DELETE FROM people_contactpoint WHERE value LIKE 'visitor-%@sample.example'",
    "DELETE FROM people_person p WHERE provenance = 'generated' AND name ~ '(示例观众|Sample Visitor |Mustergast )[0-9]{5}' "
    "AND NOT EXISTS (SELECT 1 FROM people_user u WHERE u.person_id = p.id)",
)


class RegistrationDemo:
    """Ticket types with quotas, registrations with badges, two days of scans."""

    order = 50

    def real_data(self) -> str:
        """Refuse a database in which real people have registered."""
        if Registration.objects.filter(provenance=Provenance.ENTERED).exclude(ticket_type__provenance=SAMPLE).exists():
            return "This database holds real registrations; the demo is not for it."
        return ""

    def load_sample(self, profile: str, rng: random.Random) -> None:
        """Load the ticket types, and the registrations unless they are there already."""
        types = load_types(Edition.objects.get(year=2025))
        amount = sample.AMOUNTS[profile]
        present = Registration.objects.filter(provenance=SAMPLE).count()
        if present == amount:
            return
        if present:
            self.remove_rows()
        token, _created = ApiToken.objects.get_or_create(
            name=SCANNER, defaults={"digest": rng.randbytes(32), "scopes": []}
        )
        sample.Writer(types, rng).write(sample.draw(amount, rng), token)

    def remove_sample(self) -> None:
        """Take out every generated row, and the sample ticket types nobody real holds."""
        self.remove_rows()
        used = Registration.objects.values("ticket_type_id")
        unused = TicketType.objects.filter(provenance=SAMPLE).exclude(pk__in=used)
        days = TicketDay.objects.filter(ticket_type__in=unused)
        allotments = list(days.values_list("allotment_id", flat=True))
        AccessRule.objects.filter(ticket_type__in=unused).delete()
        days.delete()
        Allotment.objects.filter(pk__in=allotments).delete()
        unused.delete()
        ApiToken.objects.filter(name=SCANNER, scans=None).delete()

    def remove_rows(self) -> None:
        """Take out the generated registrations and all that hangs on them."""
        with connection.cursor() as cursor:
            for statement in REMOVE:
                cursor.execute(statement)
        sample.recount()


sockets.demo.register("registration", RegistrationDemo())
