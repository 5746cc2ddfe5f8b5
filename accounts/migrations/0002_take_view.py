"""The function that decides on a view, and the table of the shared cache."""

from django.db import migrations

TAKE_VIEW = """
CREATE FUNCTION take_view(
    who text, who_user bigint, what text, allowed integer, since timestamptz, network text, network_allowed integer,
    shared_within interval
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    the_meter bigint;
    is_new boolean := false;
    the_view accounts_openedpage%ROWTYPE;
    used integer;
    taken boolean := false;
    open boolean := false;
BEGIN
    SELECT id INTO the_meter FROM accounts_meter WHERE reader = who;
    IF the_meter IS NULL THEN
        INSERT INTO accounts_meter (reader, user_id) VALUES (who, who_user)
            ON CONFLICT (reader) DO NOTHING RETURNING id INTO the_meter;
        is_new := FOUND;
        IF is_new AND who_user IS NULL THEN
            -- The fence against fresh cookies: so many new guests a day from one network.
            INSERT INTO accounts_network AS n (name, day, guests)
                SELECT network, current_date, 1 WHERE network_allowed > 0
                ON CONFLICT (name) DO UPDATE SET guests = n.guests + 1 WHERE n.guests < network_allowed;
            IF NOT FOUND THEN
                DELETE FROM accounts_meter WHERE id = the_meter;
                the_meter := NULL;
            END IF;
        ELSIF NOT is_new THEN
            SELECT id INTO the_meter FROM accounts_meter WHERE reader = who;
        END IF;
        IF the_meter IS NULL THEN
            RETURN jsonb_build_object('granted', false, 'taken', false, 'used', 0, 'limit', 0);
        END IF;
    END IF;

    SELECT * INTO the_view FROM accounts_openedpage WHERE meter_id = the_meter AND page = what;
    open := FOUND AND the_view.opened_at >= since;
    IF NOT open THEN
        -- One at a time for each reader: whoever waited here reads what the one before has written.
        PERFORM 1 FROM accounts_meter WHERE id = the_meter FOR UPDATE;
        SELECT * INTO the_view FROM accounts_openedpage WHERE meter_id = the_meter AND page = what;
        open := FOUND AND the_view.opened_at >= since;
    END IF;
    SELECT count(*) INTO used FROM accounts_openedpage
        WHERE meter_id = the_meter AND opened_at >= since AND NOT carried;
    IF open THEN
        IF NOT the_view.shared AND the_view.opened_at > now() - shared_within THEN
            UPDATE accounts_openedpage SET shared = true WHERE id = the_view.id;
        END IF;
    ELSIF allowed IS NULL OR used < allowed THEN
        INSERT INTO accounts_openedpage (meter_id, page) VALUES (the_meter, what)
            ON CONFLICT (meter_id, page)
            DO UPDATE SET opened_at = now(), carried = false, shared = false;
        used := used + 1;
        taken := true;
    END IF;
    RETURN jsonb_build_object('granted', open OR taken, 'taken', taken, 'used', used, 'limit', allowed);
END
$$
"""

# As Django's createcachetable makes it; a migration so that no deployment can forget it.
CACHE = """
CREATE TABLE cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires)
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(TAKE_VIEW, "DROP FUNCTION take_view"),
        migrations.RunSQL(CACHE, "DROP TABLE cache"),
    ]
