"""What happens when an account is closed: reports that its owner sent as a guest lose the address too."""

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from discussion.models import Mistake


@receiver(pre_delete, sender=get_user_model())
def forget_addresses(sender, instance, **kwargs):
    """Blank the confirmed addresses of the account; the keys to replies and reports end with the row."""
    addresses = instance.emailaddress_set.filter(verified=True).values(lower=Lower("email"))
    Mistake.objects.annotate(lower=Lower("email")).filter(lower__in=addresses).update(email="")
