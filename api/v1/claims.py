"""Checking a claim; nothing of it is kept."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from ninja import Router

from api.problems import Problem
from api.v1.schemas import claims as schemas
from codes.claims import Age, Claim, RefusedError, Setting, Sex, check, of_parts, read

router = Router(tags=["Claims"])


@router.post("/claims/check", response=schemas.Checked, operation_id="check_claim")
def check_claim(request, given: schemas.ClaimIn):
    """Check the lines of a claim against each other and against what is published for its day.

    With a key each line counts towards your account's limit of a day, exactly as on the site. Without one only open
    facts are checked: whether codes, modifiers and the place exist on the day, headers and deleted codes. Nothing of
    the claim is kept.
    """
    claim = claim_of(given)
    account = request.api_key is not None
    with transaction.atomic():
        # What is used of the day's lines is given back where the check fails.
        allowed = request.take_claim_lines(len(claim.lines)) if account else None
        if allowed is None or allowed.granted:
            return check(claim, everything=account, sections=allowed.sections if account else None).as_dict()
    raise too_many(claim, allowed)


def claim_of(given):
    """The Claim of what was sent: the lines of the text, then those in parts."""
    try:
        pasted = read(given.text) if given.text.strip() else ()
    except RefusedError as reason:
        raise Problem(422, str(reason), name="not-valid") from None
    parts = (
        of_parts(len(pasted) + number, each.code, each.modifiers, each.units)
        for number, each in enumerate(given.lines, start=1)
    )
    return Claim(
        lines=(*pasted, *parts),
        day=given.date or timezone.localdate(),
        place=given.place,
        setting=Setting(given.setting),
        locality=given.locality,
        sex=Sex(given.sex),
        age=given.age and Age(given.age.years, given.age.days),
    )


def too_many(claim, allowed):
    left = f"{allowed.left:,} of your {allowed.limit:,} lines for today are left"
    midnight = datetime.combine(
        timezone.localdate() + timedelta(days=1), time(), tzinfo=timezone.get_current_timezone()
    )
    seconds = int((midnight - timezone.now()).total_seconds()) + 1
    return Problem(
        429,
        f"The claim has {len(claim.lines):,} lines, and {left}. Nothing was checked or counted.",
        name="limit-reached",
        headers={"Retry-After": str(seconds)},
    )
