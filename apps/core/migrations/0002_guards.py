"""History only grows, and the shared cache has its table."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME USING ERRCODE = '23001';
END $$;
CREATE TRIGGER history_only_grows BEFORE UPDATE OR DELETE ON core_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
THAW = "DROP TRIGGER history_only_grows ON core_history; DROP FUNCTION refuse_change();"
CACHE = """
CREATE TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    """Triggers and the cache table."""

    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
    ]
