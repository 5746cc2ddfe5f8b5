"""Letters about plans, requests and seats. One that cannot be sent is noted in the log and changes nothing."""

import logging

from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import policy

log = logging.getLogger(__name__)
SALT = "accounts.seat"
BY_MACHINE = {"Auto-Submitted": "auto-generated"}


def home_of(request):
    """The address of this site as "https://host", for the links in letters."""
    return f"{request.scheme}://{request.get_host()}"


def tell_of_grant(asked, home):
    """To the reader: the request is granted."""
    write("granted", {"asked": asked, "address": home + reverse("account_home")}, asked.user.email)


def tell_of_refusal(asked, home):
    """To the reader: the request is refused, and why."""
    write("refused", {"asked": asked, "address": home + reverse("more-views")}, asked.user.email)


def offer_seat(seat, home):
    """To an address: the link by which a seat is taken."""
    address = home + reverse("seat", args=[token_of(seat)])
    write("seat", {"seat": seat, "address": address, "days": policy.SEAT_OFFER_KEPT.days}, seat.email)


def token_of(seat):
    """A signed name of the offer of a seat."""
    return signing.dumps([seat.pk, seat.email], salt=SALT)


def named_by(token):
    """(key, address) of the offer that a token names; None where it is not ours, or too old."""
    try:
        return signing.loads(token, salt=SALT, max_age=policy.SEAT_OFFER_KEPT)
    except signing.BadSignature:
        return None


def write(kind, context, recipient):
    """The letter of the templates accounts/email/{kind}_subject.txt and _message.txt; whether it was taken."""
    subject = " ".join(render_to_string(f"accounts/email/{kind}_subject.txt", context).split())
    text = render_to_string(f"accounts/email/{kind}_message.txt", context)
    try:
        return EmailMessage(subject, text, to=[recipient], headers=BY_MACHINE).send() > 0
    except OSError as error:
        # smtplib's errors are OSErrors too; what they say may hold the address.
        log.error("a letter (%s) was not sent: %s", kind, type(error).__name__)
        return False
