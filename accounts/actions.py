"""What a reader or a member of staff does to an account: each a keyword-only function, one transaction."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import member_data, meter, policy, sign_ins
from accounts.models import Meter, Network, OpenedPage, User


@transaction.atomic
def make_administrator(*, email, password):
    """A superuser whose address counts as confirmed."""
    user = User.objects.create_superuser(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def close_account(*, user):
    """Delete the account with everything that names its owner: addresses, meter, second factor, sessions elsewhere.

    What an editor wrote stays, unsigned; what they did at the desk stays as that of a former member of staff.
    """
    done = LogEntry.objects.filter(user=user)
    if done.exists():
        done.update(user=former_staff())
    user.delete()


def former_staff():
    """The account that nobody has and that stands in the desk's log for whoever closed theirs."""
    return User.objects.get_or_create(
        email="former-staff@closed.invalid", defaults={"name": "Former staff", "is_active": False, "password": "!"}
    )[0]


def everything_about(user):
    """All that is stored about a user, as plain values for a JSON file."""
    limit, used, pages = meter.standing(user)
    return {
        "e-mail addresses": [
            {"address": a.email, "confirmed": a.verified, "primary": a.primary} for a in user.emailaddress_set.all()
        ],
        "name": user.name,
        "rights": rights_of(user),
        "registered": user.date_joined,
        "last signed in": user.last_login,
        **sign_ins.data_of(user),
        "views": {"limit": limit, "used": used},
        "pages opened": [
            {"page": p.page, "when": p.opened_at, "last read": p.read_at, "as a guest": p.carried} for p in pages
        ],
        "limits of a day": [{"rule": u.rule, "day": u.day, "used": u.amount} for u in user.daily_uses.all()],
        "second factor": [
            {"type": a.type, "name": str(a), "since": a.created_at, "last used": a.last_used_at}
            for a in user.authenticator_set.all()
        ],
        **member_data.data_of(user),
        **kept_elsewhere(user),
    }


def rights_of(user):
    """What an account may do at the desk, in words; empty for a reader."""
    flags = [name for name, on in (("staff", user.is_staff), ("superuser", user.is_superuser)) if on]
    return flags + [str(each) for each in (*user.groups.all(), *user.user_permissions.all())]


def kept_elsewhere(user):
    """What the other apps keep about a user, as the functions of settings.ACCOUNT_DATA tell it."""
    return {heading: kept for name in settings.ACCOUNT_DATA for heading, kept in import_string(name)(user).items()}


@transaction.atomic
def forget_old_guests():
    """Delete guests without a view for GUEST_METER_KEPT and the network counts of days gone by.

    Returns how many guests and how many counts were deleted.
    """
    seen = OpenedPage.objects.filter(meter=OuterRef("pk"), opened_at__gte=timezone.now() - policy.GUEST_METER_KEPT)
    old = Meter.objects.filter(user=None, created_at__lt=timezone.now() - policy.GUEST_METER_KEPT)
    guests = old.exclude(Exists(seen))
    count = guests.count()
    guests.delete()
    networks, _ = Network.objects.filter(day__lt=timezone.now().date()).delete()
    return count, networks
