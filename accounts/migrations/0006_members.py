"""Plans, grants of them, organisations with seats, requests for more views and the audit trail.

What `terms_of` and `take_view_under` do is told in docs/metering.md.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.membership

# The moment since which the views of a period count, by the clock of PostgreSQL.
PERIOD_START = """
CREATE FUNCTION period_start(period text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE period WHEN 'never' THEN '2000-01-01 00:00:00+00'::timestamptz ELSE date_trunc(period, now(), 'UTC') END
$$
"""
DROP_PERIOD_START = "DROP FUNCTION period_start(text)"

# What holds for a reader today. Of several grants the one counts that opens all sections before one that names some,
# then the one that opens more pages; the sections of those that open just as many are taken together.
TERMS_OF = """
CREATE FUNCTION terms_of(who bigint, otherwise jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    terms jsonb;
BEGIN
    IF who IS NOT NULL THEN
        WITH held AS (
            SELECT p.name, p.says, p.views, p.period, p.sections, g.until, o.name AS organisation, g.id,
                p.views * CASE p.period WHEN 'day' THEN 366 WHEN 'month' THEN 12 ELSE 1 END::bigint AS pages
            FROM accounts_grant g JOIN accounts_plan p ON p.id = g.plan_id
                LEFT JOIN accounts_organisation o ON o.id = g.organisation_id
            WHERE g.until >= today AND (g.since IS NULL OR g.since <= today) AND g.taken_back_at IS NULL
                AND (g.user_id = who OR g.organisation_id IN (
                    SELECT s.organisation_id FROM accounts_seat s WHERE s.user_id = who))
        ), best AS (
            SELECT * FROM held
            ORDER BY sections IS NULL DESC, views IS NULL DESC, pages DESC, until DESC, id LIMIT 1
        )
        SELECT jsonb_build_object(
            'plan', b.name, 'says', b.says, 'views', b.views, 'period', b.period, 'until', b.until,
            'organisation', coalesce(b.organisation, ''),
            'sections', CASE WHEN b.sections IS NOT NULL THEN (
                SELECT jsonb_agg(DISTINCT key) FROM held h CROSS JOIN unnest(h.sections) AS key
                WHERE h.views IS NOT DISTINCT FROM b.views AND h.period = b.period) END)
        INTO terms FROM best b;
        IF FOUND THEN
            RETURN terms;
        END IF;
    END IF;
    SELECT jsonb_build_object('plan', p.name, 'says', p.says, 'views', p.views, 'period', p.period,
        'sections', to_jsonb(p.sections)) INTO terms FROM accounts_plan p WHERE p.is_default;
    IF who IS NULL THEN
        RETURN otherwise || jsonb_build_object('offer', terms);
    END IF;
    RETURN coalesce(terms, otherwise);
END
$$
"""
DROP_TERMS_OF = "DROP FUNCTION terms_of(bigint, jsonb)"

# take_view with the limit and the period of a reader's terms, which it answers too: so they are found once.
TAKE_VIEW_UNDER = """
CREATE FUNCTION take_view_under(
    terms jsonb, who text, who_user bigint, what text, network text, network_allowed integer,
    shared_within interval, read_again_after interval, several boolean
) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN take_view(
        who, who_user, what, (terms->>'views')::integer, period_start(terms->>'period'), network, network_allowed,
        shared_within, read_again_after, several
    ) || jsonb_build_object('terms', terms);
END
$$
"""
DROP_TAKE_VIEW_UNDER = (
    "DROP FUNCTION take_view_under(jsonb, text, bigint, text, text, integer, interval, interval, boolean)"
)

# The audit trail is added to. What closing an account does to its lines, to forget who it was, is the one exception.
KEEP_TRAIL = """
CREATE FUNCTION keep_audit_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'by_id' - 'user_id' = to_jsonb(OLD) - 'by_id' - 'user_id'
        AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id) AND (NEW.user_id IS NULL OR NEW.user_id = OLD.user_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'new row violates "the_audit_trail_is_only_added_to"' USING ERRCODE = 'check_violation';
END
$$
"""
DROP_KEEP_TRAIL = "DROP FUNCTION keep_audit_trail()"
ON_TRAIL = """
CREATE TRIGGER the_audit_trail_is_only_added_to BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION keep_audit_trail()
"""
DROP_ON_TRAIL = "DROP TRIGGER the_audit_trail_is_only_added_to ON accounts_auditentry"

# Going back: what the version before would take for leave without limit, and was none, is not left to it.
ONLY_WHAT_WAS_KNOWN = """
DELETE FROM accounts_grant g USING accounts_plan p WHERE p.id = g.plan_id AND (
    g.user_id IS NULL OR g.taken_back_at IS NOT NULL OR g.since > current_date
    OR p.views IS NOT NULL OR p.sections IS NOT NULL)
"""

PLAN_UNTIL_THERE_IS_ONE = models.ForeignKey("accounts.plan", models.PROTECT, null=True, related_name="grants")
PLAN = models.ForeignKey("accounts.plan", models.PROTECT, related_name="grants")


def without_limit_as_before(apps, schema_editor):
    """What was granted before there were plans opened every page."""
    plan = apps.get_model("accounts", "Plan").objects.create(name="Without limit", says="Nothing is counted.")
    apps.get_model("accounts", "Grant").objects.update(plan=plan)
    # Else the foreign keys that are still to be checked keep the table from being altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_mailbox")]
    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="Readers see it on their account page.", max_length=60, unique=True),
                ),
                (
                    "says",
                    models.CharField(
                        blank=True,
                        help_text="In a sentence or two, on the account page and in letters.",
                        max_length=300,
                        verbose_name="what it says to readers",
                    ),
                ),
                (
                    "views",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many code pages it opens in a period. Empty: without limit.",
                        null=True,
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("never", "The count never starts anew"),
                            ("day", "Each day at midnight UTC"),
                            ("month", "On the first of each month, UTC"),
                        ],
                        default="never",
                        max_length=5,
                        verbose_name="starts anew",
                    ),
                ),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        help_text="Which sections of a code page it opens. None ticked: all of them, also those that are yet to come.",
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "is_default",
                    models.BooleanField(
                        default=False,
                        help_text="What whoever registers has, in place of the built-in rule. Of all plans one at most.",
                        verbose_name="for every registered reader",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("is_default",),
                        name="one_default_plan",
                        violation_error_message="Another plan is for every registered reader already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sections", None), ("sections__len__gt", 0), _connector="OR"),
                        name="a_plan_names_sections_or_opens_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("views__isnull", False), ("period", "never"), _connector="OR"),
                        name="no_limit_has_no_period",
                        violation_error_message="Without a limit there is no count that could start anew.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("seats", models.PositiveIntegerField(default=1, help_text="How many readers may share its plan.")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        help_text="The reader who may offer seats and take them back, on a page of their account.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="organisations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="grant",
            name="reference",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="What a payment provider calls it; once for each grant.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="since",
            field=models.DateField(
                blank=True, help_text="The first day on which it holds. Empty: at once.", null=True, verbose_name="from"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="taken_back_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="grant",
            name="reason",
            field=models.CharField(
                help_text="For our own staff, and in the file of the reader's data.", max_length=200
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grants",
                to="accounts.organisation",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField("grant", "plan", PLAN_UNTIL_THERE_IS_ONE),
                migrations.RunPython(without_limit_as_before, migrations.RunPython.noop),
                migrations.AlterField("grant", "plan", PLAN),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="grant",
                    name="plan",
                    field=models.ForeignKey(
                        default=accounts.membership.without_limit,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="accounts.plan",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", False), ("user", None)),
                    models.Q(("organisation", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="a_grant_is_of_a_reader_or_an_organisation",
                violation_error_message="Name a reader or an organisation, one of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="a_grant_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("reference",),
                name="one_grant_for_a_reference",
            ),
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="offered to")),
                (
                    "offered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["email"],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("granted", "Granted a plan"),
                            ("grant changed", "Changed a grant"),
                            ("grant taken back", "Took a grant back"),
                            ("refused", "Refused a request"),
                            ("seat offered", "Offered a seat"),
                            ("seat given", "Gave a seat"),
                            ("seat taken", "Took the seat that was offered"),
                            ("seat taken back", "Took a seat back"),
                            ("seat lapsed", "Nobody took the seat in time"),
                            ("organisation made", "Made an organisation"),
                            ("organisation changed", "Changed an organisation"),
                            ("organisation deleted", "Deleted an organisation"),
                            ("plan made", "Made a plan"),
                            ("plan changed", "Changed a plan"),
                            ("plan deleted", "Deleted a plan"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("manager", "An organisation's manager"),
                            ("reader", "The reader"),
                            ("program", "A program"),
                        ],
                        max_length=7,
                    ),
                ),
                ("of_reader", models.BooleanField(default=False)),
                ("organisation", models.CharField(blank=True, max_length=120)),
                ("plan", models.CharField(blank=True, max_length=60)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="audit",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the audit trail",
                "verbose_name_plural": "audit trail",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MoreViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=1000, verbose_name="why")),
                (
                    "how_long",
                    models.PositiveSmallIntegerField(
                        choices=[(7, "For a week"), (31, "For a month"), (92, "For three months"), (366, "For a year")],
                        verbose_name="for how long",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not answered"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="words to the reader")),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="request",
                        to="accounts.grant",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request for more views",
                "verbose_name_plural": "requests for more views",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="seat",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="given", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="seats",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="moreviews",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("user",), name="one_open_request_for_a_reader"
            ),
        ),
        migrations.AddConstraint(
            model_name="moreviews",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_answer_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(condition=models.Q(("seats__gt", 0)), name="an_organisation_has_a_seat"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                models.F("organisation"), django.db.models.functions.text.Lower("email"), name="one_seat_for_an_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("organisation", "user"),
                name="one_seat_for_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("user", None)),
                    models.Q(("taken_at__isnull", False), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="a_seat_is_taken_by_a_reader",
            ),
        ),
        migrations.RunSQL(
            [PERIOD_START, TERMS_OF, TAKE_VIEW_UNDER], [DROP_TAKE_VIEW_UNDER, DROP_TERMS_OF, DROP_PERIOD_START]
        ),
        migrations.RunSQL([KEEP_TRAIL, ON_TRAIL], [DROP_ON_TRAIL, DROP_KEEP_TRAIL]),
        migrations.RunSQL(migrations.RunSQL.noop, ONLY_WHAT_WAS_KNOWN),
    ]
