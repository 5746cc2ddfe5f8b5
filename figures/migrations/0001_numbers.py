"""Raw rows and totals, and what notes them in PostgreSQL."""

from django.db import migrations, models

KINDS = [
    ("view", "Views"),
    ("wall", "Walls met"),
    ("wall once", "Walls met, once a day"),
    ("registration", "Registrations"),
    ("registration after a wall", "Registrations after a wall"),
]
READERS = [("guest", "Guests"), ("registered", "Registered"), ("member", "With a grant"), ("staff", "Staff")]

# A member is whoever had a grant on that day, or a seat of an organisation that had one, be it for a part of the day.
KIND_OF_READER = """
CREATE FUNCTION kind_of_reader(who bigint, at date) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF who IS NULL THEN
        RETURN 'guest';
    ELSIF EXISTS (SELECT FROM accounts_user WHERE id = who AND is_staff) THEN
        RETURN 'staff';
    ELSIF EXISTS (
        SELECT FROM accounts_grant g
        WHERE (g.user_id = who OR g.organisation_id IN (
                SELECT s.organisation_id FROM accounts_seat s
                WHERE s.user_id = who AND (s.taken_at AT TIME ZONE 'UTC')::date <= at))
            AND g.until >= at AND greatest(g.since, (g.granted_at AT TIME ZONE 'UTC')::date) <= at
            AND (g.taken_back_at IS NULL OR (g.taken_back_at AT TIME ZONE 'UTC')::date >= at)
    ) THEN
        RETURN 'member';
    END IF;
    RETURN 'registered';
END
$$
"""
DROP_KIND_OF_READER = "DROP FUNCTION kind_of_reader(bigint, date)"

# Around the answer of the meter, which it passes on as it is. Whoever the fence keeps out has a new name with each
# request: they are one reader for each network.
NOTE_WALL = """
CREATE FUNCTION note_wall(view jsonb, who text, who_user bigint, what text, network text, key text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    today date;
BEGIN
    IF NOT (view->>'granted')::boolean THEN
        today := (now() AT TIME ZONE 'UTC')::date;
        INSERT INTO figures_event AS e (day, kind, reader, page, mark, times) VALUES (
            today, 'wall', kind_of_reader(who_user, today), what,
            encode(sha256(convert_to(concat_ws(' ', key, what,
                CASE WHEN who_user IS NULL AND view->>'limit' = '0' THEN network ELSE who END), 'UTF8')), 'hex'), 1)
        ON CONFLICT (day, kind, reader, page, mark) WHERE NOT mark = '' DO UPDATE SET times = e.times + 1;
    END IF;
    RETURN view;
END
$$
"""
DROP_NOTE_WALL = "DROP FUNCTION note_wall(jsonb, text, bigint, text, text, text)"

# Where views start anew, the ledger's row is used again for the view of the new period: the one before stays counted.
KEEP_VIEW = """
CREATE FUNCTION keep_view_of_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figures_event (day, kind, reader, page, mark, times)
        SELECT day, 'view', kind_of_reader(user_id, day), OLD.page, '', 1
        FROM (SELECT user_id, (OLD.opened_at AT TIME ZONE 'UTC')::date AS day FROM accounts_meter
            WHERE id = OLD.meter_id) AS opened;
    RETURN NULL;
END
$$
"""
DROP_KEEP_VIEW = "DROP FUNCTION keep_view_of_before()"
ON_LEDGER = """
CREATE TRIGGER a_view_of_before_stays_counted AFTER UPDATE OF opened_at ON accounts_openedpage
    FOR EACH ROW WHEN (OLD.opened_at <> NEW.opened_at AND NOT OLD.carried) EXECUTE FUNCTION keep_view_of_before()
"""
DROP_ON_LEDGER = "DROP TRIGGER a_view_of_before_stays_counted ON accounts_openedpage"

# The days that are not summed yet are counted each time somebody looks.
LEDGER_BY_DAY = "CREATE INDEX ledger_by_day ON accounts_openedpage (opened_at)"
DROP_LEDGER_BY_DAY = "DROP INDEX ledger_by_day"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0006_members")]
    operations = [
        migrations.CreateModel(
            name="DailyTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(choices=KINDS, max_length=30)),
                ("reader", models.CharField(choices=READERS, max_length=20)),
                ("page", models.CharField(blank=True, max_length=120)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "daily total",
                "default_permissions": ["view"],
                "constraints": [
                    models.UniqueConstraint(fields=["day", "kind", "reader", "page"], name="one_total_of_a_day"),
                    models.CheckConstraint(condition=models.Q(number__gt=0), name="totals_are_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(db_index=True)),
                ("kind", models.CharField(choices=KINDS, max_length=30)),
                ("reader", models.CharField(choices=READERS, max_length=20)),
                ("page", models.CharField(blank=True, max_length=120)),
                ("mark", models.CharField(blank=True, max_length=64)),
                ("times", models.PositiveIntegerField(default=1)),
            ],
            options={
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~models.Q(mark=""),
                        fields=["day", "kind", "reader", "page", "mark"],
                        name="one_event_of_a_mark",
                    ),
                    models.CheckConstraint(
                        condition=(models.Q(kind__in=["view", "wall"]) & ~models.Q(page=""))
                        | models.Q(kind__in=["registration", "registration after a wall"], page=""),
                        name="views_and_walls_have_a_page",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(mark="") | models.Q(kind="wall"), name="only_walls_have_a_mark"
                    ),
                ],
            },
        ),
        migrations.RunSQL(KIND_OF_READER, DROP_KIND_OF_READER),
        migrations.RunSQL(NOTE_WALL, DROP_NOTE_WALL),
        migrations.RunSQL(KEEP_VIEW, DROP_KEEP_VIEW),
        migrations.RunSQL(ON_LEDGER, DROP_ON_LEDGER),
        migrations.RunSQL(LEDGER_BY_DAY, DROP_LEDGER_BY_DAY),
    ]
