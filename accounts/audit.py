"""The audit trail: one line for whatever changes what somebody may read. Written in the transaction of the change."""

from accounts.models import AuditEntry

Act, Role = AuditEntry.Act, AuditEntry.Role


def note(act, *, by, role=Role.STAFF, user=None, organisation=None, plan=None, before=None, after=None):
    """Add a line. `by` is who did it, None for a program; `before` and `after` are plain values that name no person."""
    return AuditEntry.objects.create(
        act=act,
        by=by,
        role=role if by else Role.PROGRAM,
        user=user,
        of_reader=user is not None,
        organisation=organisation.name if organisation else "",
        plan=plan.name if plan else "",
        before=before,
        after=after,
    )


def day(value):
    """A day as text, None where there is none."""
    return value and value.isoformat()


def of_grant(grant):
    """What a line tells of a grant. Its reason may name somebody, so it stays with the grant."""
    return {"plan": grant.plan.name, "from": day(grant.since), "until": day(grant.until)}


def of_plan(plan):
    names = ("name", "says", "views", "period", "sections", "is_default")
    return {name: getattr(plan, name) for name in names}


def of_organisation(organisation):
    """Who its manager is would name a person: only whether it has one."""
    return {"name": organisation.name, "seats": organisation.seats, "manager": organisation.manager_id is not None}
