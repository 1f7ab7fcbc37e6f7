"""Scans are a ledger: a trigger refuses UPDATE and DELETE, whoever asks (INV-17)."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER scans_only_grow BEFORE UPDATE OR DELETE ON registration_scan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    """The trigger."""

    dependencies = [("registration", "0001_initial"), ("core", "0002_guards")]
    operations = [migrations.RunSQL(FREEZE, "DROP TRIGGER scans_only_grow ON registration_scan")]
