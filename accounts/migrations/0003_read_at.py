"""When an account last read a page, and several pages taken in one statement."""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

TAKE_VIEW_BEFORE = import_module("accounts.migrations.0002_take_view").TAKE_VIEW

# What was there before has no later reading than its first.
READ_WHEN_OPENED = "UPDATE accounts_openedpage SET read_at = opened_at"

DROP_BEFORE = "DROP FUNCTION take_view(text, bigint, text, integer, timestamptz, text, integer, interval)"
DROP = "DROP FUNCTION take_view(text, bigint, text, integer, timestamptz, text, integer, interval, interval, boolean)"

# The new parameters have defaults: processes of the version before go on calling it while this one is put in place.
TAKE_VIEW = """
CREATE FUNCTION take_view(
    who text, who_user bigint, what text, allowed integer, since timestamptz, network text, network_allowed integer,
    shared_within interval, read_again_after interval DEFAULT NULL, several boolean DEFAULT false
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
            ON CONFLICT DO NOTHING RETURNING id INTO the_meter;
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
    IF several THEN
        -- The rows of several pages are locked in any order: two such statements must not hold one each.
        PERFORM 1 FROM accounts_meter WHERE id = the_meter FOR NO KEY UPDATE;
    END IF;

    SELECT * INTO the_view FROM accounts_openedpage WHERE meter_id = the_meter AND page = what;
    open := FOUND AND the_view.opened_at >= since;
    IF NOT open THEN
        -- One at a time for each reader: whoever waited here reads what the one before has written.
        PERFORM 1 FROM accounts_meter WHERE id = the_meter FOR NO KEY UPDATE;
        SELECT * INTO the_view FROM accounts_openedpage WHERE meter_id = the_meter AND page = what;
        open := FOUND AND the_view.opened_at >= since;
    END IF;
    SELECT count(*) INTO used FROM accounts_openedpage
        WHERE meter_id = the_meter AND opened_at >= since AND NOT carried;
    IF open THEN
        IF NOT the_view.shared AND the_view.opened_at > now() - shared_within THEN
            UPDATE accounts_openedpage SET shared = true WHERE id = the_view.id;
        ELSIF who_user IS NOT NULL AND the_view.read_at < now() - read_again_after THEN
            -- The condition once more: of requests at once the first one writes.
            UPDATE accounts_openedpage SET read_at = now()
                WHERE id = the_view.id AND read_at < now() - read_again_after;
        END IF;
    ELSIF allowed IS NULL OR used < allowed THEN
        INSERT INTO accounts_openedpage (meter_id, page) VALUES (the_meter, what)
            ON CONFLICT (meter_id, page)
            DO UPDATE SET opened_at = now(), read_at = now(), carried = false, shared = false;
        used := used + 1;
        taken := true;
    END IF;
    RETURN jsonb_build_object('granted', open OR taken, 'taken', taken, 'used', used, 'limit', allowed);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_take_view")]
    operations = [
        migrations.AddField(
            model_name="openedpage",
            name="read_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="When an account last read it, to ten minutes; of a guest when it was opened.",
            ),
        ),
        migrations.RunSQL(READ_WHEN_OPENED, migrations.RunSQL.noop),
        migrations.RunSQL([DROP_BEFORE, TAKE_VIEW], [DROP, TAKE_VIEW_BEFORE]),
    ]
