"""Forget what need not be kept."""

from django.core.management.base import BaseCommand

from accounts.actions import forget_old_guests
from accounts.sessions import SessionStore
from api.limits import forget_old_minutes
from codes.actions import sweep_stamps
from discussion.actions import forget_old_addresses


class Command(BaseCommand):
    help = "Delete expired sessions, guests who have not been back for 90 days, and yesterday's network counts."

    def handle(self, **options):
        SessionStore.clear_expired()
        sweep_stamps()
        forget_old_addresses()
        forget_old_minutes()
        guests, networks = forget_old_guests()
        self.stdout.write(f"{guests} guests and {networks} network counts forgotten")
